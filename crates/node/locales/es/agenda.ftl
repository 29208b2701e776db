# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

act-title = Actuar
act-lead = Acción comunitaria: lo que hacemos juntas y juntos, y cuándo.
agenda-title = Agenda
agenda-tag-title = Agenda: { $tag }
agenda-month = { $month } de { $year }
agenda-months = Meses
agenda-month-empty = Este mes no hay nada en la agenda.
agenda-previous = Mes anterior
agenda-next = Mes siguiente
agenda-today = hoy
agenda-by-month = Ver por mes
agenda-week-title = La semana para compartir
agenda-week-share = Esta semana en { $community }:
agenda-week-whole = La agenda completa: { $address }
agenda-week-empty = En los próximos siete días no hay actividades públicas.
agenda-tags = Etiquetas
agenda-subscribe = En tu calendario
agenda-subscribe-help = Suscríbete desde tu aplicación de calendario (por ejemplo ICSx⁵ o Thunderbird), o agrega ahí esta dirección: se mantiene al día sola.
agenda-subscribe-do = Suscribirme
agenda-subscribe-own = Mi calendario privado
agenda-subscribe-own-help = Es solo tuyo: incluye también lo que es para integrantes. No lo compartas.
date-range = Del { $from } al { $to }
entry-removed = Esta publicación fue retirada.
activity-new = Publicar una actividad
activity-publish = Publicar
activity-edit = Cambiar la actividad
activity-manage = Organizar
activity-remove = Retirar la publicación
cancel-button = Cancelar…
cancel-title = Cancelar
cancel-what = Quien se apuntó con su cuenta recibe un aviso; quien se apuntó sin cuenta lo verá en su enlace. La publicación se queda, con el letrero de que se canceló. No se puede deshacer.
cancel-which = Qué se cancela
cancel-date = Solo esta fecha: { $when }
cancel-all = La actividad completa, con todas sus fechas
cancel-choose = Elige qué se cancela.
field-cancel-reason = ¿Por qué? (opcional)
field-cancel-reason-help = Lo lee quien iba a venir y quien abra la publicación.
cancel-do = Sí, cancelar
confirm-no = No, regresar
remove-title = Retirar la publicación
remove-what = Sus palabras se borran de aquí y del libro, también las de versiones anteriores, y no se pueden recuperar; queda solo la huella de que hubo algo. Si la actividad todavía no pasa, se cancela. Si solo ya no se va a hacer, mejor cancélala: así se entiende qué pasó.
remove-do = Sí, retirar
activity-cancelled = Cancelada
activity-cancelled-lead = Esta actividad se canceló.
date-cancelled-lead = Esta fecha se canceló; las demás siguen.
activity-over = Esta fecha ya pasó.
activity-link = Entrar en línea
activity-ics = Guardar en mi calendario
share-cancelled = CANCELADA: { $title }
share-only-members = Este enlace solo lo abren integrantes de la comunidad.
share-heading = Compartir
share-copy = Copia este texto y pégalo en el chat
share-tell = Avisa en el chat: copia este texto
activity-details = Detalles de la publicación
reply-wait = Apuntarme a la lista de espera
reply-full = { $count ->
    [0] Está lleno. Puedes esperar lugar: nadie está antes que tú.
    [one] Está lleno. Puedes esperar lugar: hay una persona antes que tú.
   *[other] Está lleno. Puedes esperar lugar: hay { $count } personas antes que tú.
}
reply-stop-waiting = Salir de la lista de espera
reply-again = Sí voy: apuntarme otra vez
reply-crowded = Van más personas de las que caben. Nadie pierde su lugar; si de verdad no caben, avísales.
reply-note = Tu recado: «{ $note }»
reply-goes = Tu respuesta se borra 30 días después
reply-kept = Tu respuesta se guarda, porque así lo pediste
reply-keep-help = La lista de asistentes se borra 30 días después de la actividad. Si quieres que conste que estuviste, tu respuesta se puede guardar.
poster-or = O entra en
activity-other-dates = Otras fechas
activity-more-dates = Ver más
activity-hosts = Organizan
date-edit = Cambiar esta fecha
field-title = Qué
field-when = Cuándo
field-start-date = Día
field-start-time = Empieza
field-end-date = Último día
field-end-date-help = Solo si termina otro día.
field-end-time = Termina
field-all-day = Es de todo el día
field-more-when = Varios días o todo el día
field-repeat-choose = Elige cada cuánto se repite, o que no se repite.
field-repeat = Se repite
field-until-label = Hasta (si se repite)
field-until-help = Déjalo vacío si no tiene fin.
field-until = La última fecha tiene que ser después de la primera.
field-date = Escribe una fecha y una hora que existan, como 2026-11-28 y 10:00.
field-end-before-start = Termina antes de empezar: revisa las horas.
field-no-dates = Con esa repetición no hay ninguna fecha.
field-too-many-dates = Son demasiadas fechas: caben { $limit }. Ponle un final o hazla menos frecuente.
repeat-same = Como hasta ahora
repeat-never = No se repite
repeat-daily = Cada día
repeat-weekly = Cada semana
repeat-biweekly = Cada dos semanas
repeat-monthly-weekday = Cada mes, ese día de la semana (primer sábado, segundo martes…)
repeat-monthly-last = Cada mes, el último de ese día de la semana
repeat-monthly-day = Cada mes, ese número de día
repeat-yearly = Cada año
repeats-daily = cada día
repeats-weekly = cada { $weekday }
repeats-biweekly = un { $weekday } sí y otro no
repeats-monthly-weekday = el { $nth ->
    [1] primer
    [2] segundo
    [3] tercer
    [4] cuarto
   *[5] quinto
} { $weekday } de cada mes
repeats-monthly-last = el último { $weekday } de cada mes
repeats-monthly-day = el día { $day } de cada mes
repeats-yearly = cada año
repeats-other = en varias fechas
repeats-until = hasta el { $day }
card-repeats = Se repite: { $how }
card-also = Después:
revision-date = { $date }: { $when }
form-later = Esta actividad cambia más adelante.
form-later-from = Desde el { $when }
form-later-stay = El día, la hora y la repetición que pongas aquí valen para las fechas anteriores; las de después se quedan como están, con su título y lugar propios si los tienen. Lo demás vale para todas. Si quieres que todas vuelvan a ser iguales, márcalo abajo.
form-join = Que las fechas de después queden también como dice aquí
field-place = Dónde
field-place-help = El lugar y una seña: «Biblioteca municipal, salón de arriba».
field-description = De qué se trata
field-more = Cupo, etiquetas, quién la ve y más
field-link-label = Enlace para participar en línea
field-link-help = Por ejemplo una sala de Jitsi o BigBlueButton.
field-link = Escribe un enlace completo, con https://
field-capacity = Cupo de cada fecha
field-capacity-help = Déjalo vacío si no hay límite. Al llenarse se abre una lista de espera.
field-tags-label = Etiquetas
field-tags-help = Separadas por comas: taller, instalación, mujeres.
field-tags = Usa hasta { $limit } etiquetas cortas.
field-language-and-licence = Idioma y licencia
field-visibility = Quién la ve
field-visibility-choose = Elige quién puede verla.
visibility-public = Todo el mundo
visibility-community = Integrantes de la comunidad
visibility-circle = Solo quienes la organizan
field-hosts = Alguien de quienes marcaste ya no está en la comunidad. Revisa quiénes organizan.
field-hosts-help = Pueden cambiarla, cancelarla y ver la lista de asistentes. Si no marcas a nadie, queda como estaba; si es nueva, la organizas tú.
field-language-label = Idioma
field-language = No conocemos ese idioma. Escríbelo por su nombre, como español o zapoteco, o por su código (nhn).
field-language-help = Por su nombre o su código.
field-licence-choose = Elige una de las licencias de la lista: todas son libres.
field-licence = Licencia
field-date-title = Título de esta fecha
field-date-place = Lugar de esta fecha
field-date-only-help = Vacío: el de siempre.
field-reach = Qué fechas cambian
field-reach-help = La hora, el título y el lugar. Lo que ya cambiaste en una sola fecha se queda.
reach-this = Solo esta fecha
reach-following = Esta y las que siguen
reply-heading = ¿Vas?
reply-title = Voy
reply-button = Voy
reply-going = { $count ->
    [0] Todavía nadie se ha apuntado
    [one] Va una persona
   *[other] Van { $count } personas
}
reply-capacity = cupo: { $capacity }
reply-waiting = { $count ->
    [one] una persona en espera
   *[other] { $count } personas en espera
}
reply-mine-going = Vas: tienes lugar.
reply-mine-waiting = Estás en la lista de espera, en el lugar { $place }. Si se abre un lugar, te toca y te avisamos aquí.
reply-mine-left = Avisaste que no vas.
reply-withdraw = Ya no voy
reply-keep = Prefiero que se guarde
reply-unkeep = Mejor que se borre
reply-name-help = Un nombre o apodo para que te reconozcan al llegar. Solo lo ve quien organiza.
reply-purge = Solo quien organiza ve la lista, y se borra 30 días después de la actividad, a menos que pidas guardarla.
field-note = Un recado para quien organiza
field-note-help = Por ejemplo: «llevo dos compus», «necesito rampa».
by-link-title = Tu respuesta
by-link-keep = Guarda este enlace: con él puedes cambiar tu respuesta.
by-link-cancelled = Se canceló: ya no se va a hacer. Te apuntaste, por eso te lo decimos aquí.
by-link-removed = Quien la organiza la retiró: ya no se va a hacer.
by-link-only-members = Ahora es solo para integrantes: aquí sigues viendo cuándo y dónde es, y puedes dejar tu lugar.
by-link-not-going = tu lugar ya no cuenta, porque no se va a hacer.
list-title = Lista de asistentes
list-help = Solo la ven quienes organizan. Se borra 30 días después. Puedes imprimirla.
list-name = Nombre
list-guest = (sin cuenta)
list-number = Número
list-note = Recado
list-came = Llegó
poster-title = Cartel con QR
poster-qr = Código QR con la dirección de la actividad
revisions-title = Versiones
talk-title = Conversación
talk-empty = Nadie ha dicho nada todavía.
talk-older = La plática es larga: se muestran los 500 mensajes más recientes.
message-say = Escribe un mensaje
message-edit = Cambiar tu mensaje
message-send = Enviar
message-answer = Responder
message-edited = editado
message-remove = Retirar
message-remove-title = Retirar un mensaje
message-remove-what = Sus palabras se borran de aquí y del libro y no se pueden recuperar; queda solo la huella de que hubo algo.
message-removed-own = Quien lo escribió retiró este mensaje.
message-removed-care = Este mensaje fue retirado por quien cuida la conversación.
message-gone = Este mensaje se borró con los datos de quien lo escribió.
error-reply-purged = Tu respuesta ya no está: se borra a los 30 días de la actividad, como te dijimos al apuntarte.
error-activity-cancelled = Esta actividad ya se canceló.
error-activity-over = Esa fecha ya pasó.
error-replied-already = Ya te habías apuntado.
error-withdrawn-already = Ya habías avisado que no vas.
error-not-yet = Todavía no es tiempo.
import-title = Traer actividades de otro calendario
import-short = Traer actividades
import-help = Si ya llevan su agenda en otro programa, exporta ahí un archivo .ics y tráelo. Primero verás qué cambiaría; nada se publica hasta que lo confirmes.
import-file = Archivo de calendario
import-file-help = Un archivo .ics, de hasta 1 MB.
import-address = O la dirección donde está
import-address-help = Empieza con https:// y otros calendarios la muestran como «suscribirse» o «iCal». Este nodo la visita una vez para ver qué contiene, y otra al traer lo marcado.
import-address-refused = Este nodo no visita esa dirección. Copia una que empiece con https:// y que cualquiera en Internet pueda abrir.
import-address-kind = Ahí hay otra cosa, no un calendario. Busca una dirección que termine en .ics.
import-address-large = Ese calendario es muy grande (más de 5 MB) o tarda demasiado. Baja el archivo y tráelo por partes.
import-address-status = El servidor de esa dirección no lo entrega. Revisa que esté bien copiada y que sea pública.
import-address-away = No se pudo llegar a esa dirección. Revisa que esté bien copiada, o inténtalo más tarde.
import-look = Ver qué contiene
import-another = Otro archivo
import-problems = Esto no se pudo leer; lo demás sí:
import-problems-all = De este archivo no se pudo leer nada:
import-line = Renglón { $line }: { $what }
import-no-calendar = Este archivo no es un calendario. Busca uno que termine en .ics.
import-stray = sobra algo que no es de ninguna actividad.
import-unclosed = falta el final; quizá el archivo está incompleto.
import-no-start = la actividad no dice cuándo empieza.
import-time = «{ $value }» no es una fecha ni una duración.
import-backwards = termina antes de empezar («{ $value }»); se toma sin duración.
import-rule-part = «{ $value }» no se conoce en una repetición; se toma sin eso.
import-rule = no se entiende cada cuándo se repite; se toma una sola vez.
import-too-long = su regla tarda demasiado en seguirse; hazla más sencilla o divide el archivo.
import-zone = nadie conoce la zona horaria «{ $name }»; se toma la hora local.
import-no-dates = no le queda ninguna fecha.
import-uid = su UID es más largo que el de cualquier programa.
import-too-many-dates = tiene demasiadas fechas para la agenda.
import-untitled = Sin título
import-unchanged-count = { $count ->
    [one] Una actividad del archivo ya está aquí tal cual.
   *[other] { $count } actividades del archivo ya están aquí tal cual.
}
import-over-count = { $count ->
    [one] Una actividad del archivo no se trae, porque ya se canceló o se retiró.
   *[other] { $count } actividades del archivo no se traen, porque ya se cancelaron o se retiraron.
}
import-nothing = No hay nada nuevo que traer.
import-check = Revisa y desmarca lo que no quieras.
import-more-dates = { $count ->
    [one] y otra fecha
   *[other] y otras { $count } fechas
}
import-replace = Reemplazar lo que aquí se cambió a mano
import-more = { $count ->
    [one] Falta una más: cuando termines, vuelve a traer el archivo.
   *[other] Faltan { $count } más: cuando termines, vuelve a traer el archivo.
}
import-take = Traer lo marcado
import-taken = { $count ->
    [0] No se trajo ninguna actividad.
    [one] Se trajo una actividad.
   *[other] Se trajeron { $count } actividades.
}
import-left = Lo que no se trajo
import-changed-by-hand = Aquí se cambió a mano; se quedó como está.
import-unchanged = Ya estaba aquí tal cual.
import-over = Aquí ya se canceló o se retiró.
import-is-new = nueva
import-is-update = cambió en el archivo
import-is-changed-by-hand = aquí se cambió a mano
import-is-called-off = se canceló
notice-date-dropped = Una fecha a la que ibas ya no está: la actividad cambió de días o dejó de repetirse.
by-link-changed = Cambió desde que dijiste «Voy»:
by-link-when = Ahora es el { $when } (antes, { $was }).
by-link-place = Ahora es en { $place }.
by-link-no-place = Ya no dice dónde.
by-link-was-at = Antes, { $place }.
by-link-other-link = El enlace para entrar en línea es otro.
by-link-if-not = Si ya no puedes, avisa abajo.
notice-date-changed = Cambió una fecha a la que vas.
notice-date-changed-when = Cambió la hora: ahora es el { $when }.
notice-date-moved = Pasó del { $was } al { $when }.
notice-date-changed-place = Cambió el lugar: ahora es en { $place }.
notice-date-changed-no-place = Cambió el lugar: ya no dice dónde.
notice-date-changed-link = Cambió el enlace para entrar en línea.
revisions-dates = Cambios de fechas
revision-following = { $what } (esa fecha y las que siguen)
revision-place = otro lugar
revision-title = otro título
revision-cancelled = Se canceló: { $date }
repeat-monthly-last-day = Cada mes, el último día del mes
repeats-monthly-last-day = el último día de cada mes
field-no-fifth = Es el quinto { $weekday ->
    [1] lunes
    [2] martes
    [3] miércoles
    [4] jueves
    [5] viernes
    [6] sábado
   *[7] domingo
} del mes, y hay meses que no tienen quinto. Pusimos el último de cada mes: si así está bien, vuelve a enviar.
field-no-such-day = Hay meses que no tienen día { $day }. Pusimos el último día de cada mes: si así está bien, vuelve a enviar; si no, elige un día del 1 al 28.
notice-date-changed-text = Quien organiza avisa:
field-why = Qué cambia y por qué (opcional)
field-why-help = Una línea. Queda con la versión, y le llega en un aviso a quien va.
field-past-label = Sí, ya pasó: quiero que quede anotada
