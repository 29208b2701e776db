# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

language-name = Español
skip-to-content = Ir al contenido
menu = Menú
menu-account = Tu cuenta
menu-agenda = Agenda
menu-decide = Decidir
menu-care = Cuidar
menu-members = Integrantes
menu-notices = Avisos
menu-sign-in = Entrar
menu-me = Mi cuenta ({ $name })
footer-about = Quiénes somos
footer-privacy = Aviso de privacidad
footer-made-with = Hecho con Tequio
footer-source = Código fuente
footer-others = Otras comunidades de este nodo
back-home = Inicio
back-activity = La actividad
back-entry = De regreso
back-text = El texto
sample-community = Comunidad de muestra: nada de lo que ves aquí es de verdad.
badge-sample = De muestra
door-plain = Esta dirección va sin cifrado: quien esté en la red o en el camino podría ver lo que escribes. Lo delicado aquí no se abre. Quien cuida el nodo puede ponerle https (en LEEME dice cómo).
door-mirror = Esta es una copia del { $moment }. Para apuntarte, entrar o escribir, ve al nodo cuando esté encendido:
door-read-only = Al disco de este nodo le queda poco espacio: por ahora solo se puede leer. Nada de lo guardado se pierde; avísale a quien cuida el nodo.
door-lan = Entraste por la red local, sin cifrado: quien comparta esta red podría ver lo que escribes. Para lo delicado, entra por la dirección pública de tu comunidad.
save = Guardar
edit = Editar
share = Compartir: copia este texto y pégalo en el chat
pages = Páginas
next-page = Siguiente página
somebody-gone = Alguien que ya se fue
date-day = { $weekday } { $day } de { $month } de { $year }
date-moment = { $day }, { $time }
month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre
weekday-1 = lunes
weekday-2 = martes
weekday-3 = miércoles
weekday-4 = jueves
weekday-5 = viernes
weekday-6 = sábado
weekday-7 = domingo

## Lo que acaba de salir bien
done-accepted = Listo: quedó aceptado.
done-answered = Dijiste que sí. Dile a esa persona que abra el enlace que guardó: nadie le avisa.
done-cancelled = Quedó cancelada. { $count ->
    [0] Nadie se había apuntado con su cuenta.
    [one] Le avisamos a la persona que iba.
   *[other] Les avisamos a las { $count } personas que iban.
} Quien se apuntó sin cuenta lo ve en su enlace.
done-date-gone = La fecha de ese enlace ya no está en la agenda. Esta es otra de la misma actividad.
done-confirmed-by-half = Gracias. Con la tuya llegó a la mitad: el cargo sigue un año más.
done-confirmed = Gracias: tu confirmación quedó anotada.
done-factor = Listo: tu segundo paso está activo.
done-factor-given = Listo: diste tu código en esta sesión.
done-factor-off = Listo: tu cuenta ya no pide segundo paso.
done-passkey = Listo: ya entras con ella por esta dirección.
done-passkey-ended = Quitada: ya no abre nada. Las sesiones que abrió siguen: están en «Mis sesiones».
done-feed-link = Listo: tu calendario tiene una dirección nueva. La anterior ya no sirve.
done-imported = Listo: el calendario quedó importado.
done-invited = La invitación está lista. Muestra el QR o comparte el enlace.
done-joined = ¡Qué gusto que llegaste! Ya eres parte de la comunidad.
done-kept = Listo: tu respuesta se va a guardar.
done-not-kept = Listo: tu respuesta se borra 30 días después de la actividad.
done-noted = Listo: tu recado quedó cambiado.
done-waiting = Listo: quedaste en la lista de espera.
done-left = Te fuiste de la comunidad. Gracias por el camino compartido.
done-published = Publicado. Pásalo al chat: abajo está el texto.
done-recovered = Entraste con un código impreso, que ya no sirve, y cerramos tus otras sesiones.
done-recovered-factor = Entraste con un código impreso, que ya no sirve; cerramos tus otras sesiones y quitamos tu segundo paso y tus llaves de acceso, lo que tuvieras. Ponlo otra vez.
done-removed = Quedó retirado.
done-remarked = Quedó dicho, junto al párrafo.
done-replied = ¡Anotado! Tu respuesta quedó guardada.
done-revoked = Esa invitación ya no sirve.
done-said = Tu mensaje ya está.
done-saved = Guardado.
done-sessions = Esas sesiones quedaron cerradas.
done-signed-out = Cerraste tu sesión.
done-contested = Quedó dicho. Le avisamos a quien guardó el acuerdo.
done-corrected = Quedó corregido. La versión anterior se conserva.
done-dissented = Quedó dicho, junto al acuerdo.
done-name-forgotten = Ese nombre quedó borrado.
done-petitioned = Quedó dicho que pides la revisión.
done-objected = Tu objeción quedó escrita, palabra por palabra.
done-amended = Tu cambio quedó propuesto.
done-asked = Tu pregunta quedó hecha.
done-drafted = Quedó el borrador. Abajo ves qué falta para convocar.
done-noted-step = Quedó anotado.
done-onward = La propuesta pasó al siguiente paso.
done-restated = Quedó dicho. Quien objetó dirá si es eso.
done-sponsored = Quedó dicho que apoyas que se discuta.
done-proposed = Quedó propuesto. A todas las personas les llega un aviso.
done-stance = Quedó dicho. Lo puedes cambiar hasta que termine.
done-task-taken = Quedó anotado que te encargas.
done-together = Quedó anotado: le toca a toda la comunidad.
done-progressed = Quedó anotado cómo va.
done-recorded = El acuerdo quedó guardado. A quienes estuvieron les llega un aviso para decir si así fue.
done-reviewed = La revisión quedó guardada.
done-withdrawn = Listo: ya no estás en la lista.
reaches-nobody = Esta dirección solo abre en esta misma computadora. Para que abra en los teléfonos, pídele a quien cuida el nodo que lo inicie con --lan (la misma red) o con --origin (Internet).

# Buscar

menu-search = Buscar
search-title = Buscar
search-words = ¿Qué buscas?
search-do = Buscar
search-nothing = No encontramos nada con esas palabras. Prueba con menos, o con otras.
search-too-common = Escribe una palabra más precisa: esas están en todas partes.
search-sign-in = Si eres integrante, entra: hay cosas que solo se muestran entre integrantes.
search-more = Más resultados
search-decision = Acuerdo
search-activity = Actividad
search-file = En un archivo
search-message = En la conversación
search-document = Texto de la comunidad
search-member = Integrante
done-called = Convocaste a elegir. Falta que otra persona se sume; ya les avisamos a todas y todos.
done-joined-call = Listo: la elección está abierta por siete días.
done-laid-down = Dejaste el cargo. Gracias por el servicio.
done-published-dates = Publicado. Pásalo al chat: abajo está el texto. Fechas que siguen: { $about }.
done-refused = Dijiste que no. Su solicitud y sus datos se borraron.
done-stood = Te propusiste para { $about ->
    [coordination] Coordinación
    [agenda] Agenda
   *[care] Cuidados
}.
done-stood-down = Ya no te propones.
done-supported = Listo: tu apoyo quedó anotado.
done-told = Guardado. { $count ->
    [one] Le avisamos a la persona que va.
   *[other] Les avisamos a las { $count } personas que van.
} Quien se apuntó sin cuenta lo ve en su enlace.
done-unsupported = Listo: quitaste tu apoyo.

## Hojas de cálculo
csv-save = Guardar como hoja de cálculo (CSV)
csv-starts = Empieza
csv-ends = Termina
csv-title = Título
csv-place = Lugar
csv-cancelled = Cancelada
csv-members-only = Solo integrantes
csv-address = Dirección
csv-name = Nombre
csv-note = Recado
csv-waits = En lista de espera
csv-without = Sin cuenta
csv-at = Se apuntó
csv-since = Se unió
csv-mandates = Cargos
csv-kind = De qué se trata
csv-stage = Cómo va
csv-agreed = Acordado el
csv-review = Se revisa el
csv-yes = sí
