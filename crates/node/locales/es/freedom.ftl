# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

## Fiesta de instalación

fest-title = Mesa de instalación
fest-open = Abrir la mesa de instalación
fest-open-lead = Aquí se recibe cada equipo que traen, se sabe quién lo atiende y con qué se va. Lo que dice cada persona lo ven solo quienes atienden la mesa.
fest-open-do = Abrir la mesa
fest-keep = Cuánto tiempo se guarda lo que dice cada persona
fest-keep-help = Se cuenta desde que termina la fecha; luego queda solo cuántos equipos fueron. De menores de edad se guarda una semana a lo más.
fest-days = { $count ->
    [one] Un día
   *[other] { $count } días
}
fest-empty = Todavía no llega ningún equipo.
fest-purged = De esta mesa ya solo se guarda cuántos equipos fueron.
fest-kept = { $count ->
    [one] Lo que está en estas fichas se borra un día después de la fecha.
   *[other] Lo que está en estas fichas se borra { $count } días después de la fecha.
}
fest-crew = Quién atiende
fest-crew-help = Quien atiende ve las fichas de los equipos y puede cambiarlas. Nadie más las ve.
fest-crew-name = Integrante
fest-crew-do = Que atienda la mesa
fest-crew-end = { $name } ya no atiende
fest-crew-leave = Ya no atiendo
done-fest-opened = La mesa está abierta. Di quién más atiende, y recibe el primer equipo.
done-fest-crew = Ya atiende la mesa, y se le avisó.
done-fest-crew-left = Ya no ve las fichas.
notice-fest-crew = Atiendes la mesa de instalación.

## Recibir

fest-receive = Recibir un equipo
fest-receive-do = Recibirlo
field-machine-name = Cómo quieres que te llamemos
field-machine-name-help = No tiene que ser tu nombre.
field-machine-model = Qué equipo es
field-machine-model-help = Marca, modelo y algo que lo distinga: «HP 240, gris, con calcomanías».
field-machine-wish = A qué viene
wish-install = Instalar un sistema libre en lugar de lo que tiene
wish-dual = Instalar un sistema libre junto a lo que tiene
wish-try = Probarlo desde una memoria, sin instalar
wish-look = Saber qué tan libre es su compu
wish-help = Ayuda con software libre que ya usa
field-machine-note = Qué más hay que saber
field-machine-note-help = Por ejemplo: los programas que usa, o que el cargador falla. Contraseñas no.
field-machine-minor = Es menor de edad
field-machine-guardian = Quién responde por la persona menor de edad
field-machine-guardian-help = Solo si es menor de edad.
fest-notice = Léeselo antes de que acepte
fest-notice-kept = { $count ->
    [one] Anotamos cómo quieres que te llamemos, tu equipo y qué le hicimos. Lo ven solo quienes atienden esta mesa, y se borra un día después.
   *[other] Anotamos cómo quieres que te llamemos, tu equipo y qué le hicimos. Lo ven solo quienes atienden esta mesa, y se borra { $count } días después.
}
fest-notice-minors = { $count ->
    [one] Si eres menor de edad, se borra un día después.
   *[other] Si eres menor de edad, se borra { $count } días después.
}
fest-notice-risk = Instalar un sistema puede borrar lo que hay en el disco: antes se hace un respaldo y se comprueba, o firmas que no lo quieres. Somos voluntarias y voluntarios; hacemos lo mejor que podemos, sin garantía.
field-machine-consents = Lo leyó, o se lo leímos, y está de acuerdo
field-fest-consents = Sin su acuerdo no se anota nada: léele lo que dice arriba.
done-machine-received = Recibido. Imprime la etiqueta, o escribe el número en un papel pegado al equipo.

## Una ficha

machine-title = Equipo { $number }
machine-since = desde { $moment }
machine-waiting = llegó
machine-working = en proceso
machine-ready = listo
machine-gone = entregado
machines-waiting = Llegaron
machines-working = En proceso
machines-ready = Listos para irse
machines-gone = Entregados
machine-with = con { $name }
machine-minor = menor de edad
machine-companion = Lo atiende
machine-received = Llegó
machine-now = Qué sigue
machine-do-begin = Yo lo atiendo
machine-do-again = Volver a atenderlo
machine-do-ready = Ya está listo
machine-do-put-back = Regresarlo a la fila
machine-describe = Cambiar lo que hay que saber
machine-hand-over = Entregar el equipo
machine-hand-over-do = Entregarlo
machine-try = Prueben juntos
machine-try-help = Con la persona delante, antes de que se vaya.
machine-is-forgotten = Se borró lo que se había anotado de este equipo.
machine-forget = Borrar lo que se anotó
machine-forget-help = Se borra aquí y en el libro, y no se puede recuperar. Queda solo que hubo un equipo y con qué se fue.
machine-forget-do = Sí, borrarlo
field-machine-backup = El respaldo
field-machine-backup-help = Nadie escribe en el disco antes de saberlo.
field-fest-backup = Di antes qué pasó con los documentos.
backup-verified = Se copió todo y se comprobó la copia (las sumas son iguales)
backup-refused = No quiere respaldo, y lo firmó
backup-nothing = No hay nada que guardar
field-machine-outcome = Con qué se va
outcome-installed = Con un sistema libre
outcome-dual = Con un sistema libre junto al otro
outcome-live = Como llegó: se probó o se revisó
outcome-blocked = Como llegó: una pieza no funciona con software libre
outcome-left = Se fue antes de terminar
field-machine-system = Qué sistema quedó
field-machine-system-help = Por ejemplo: Trisquel 12 MATE.
part-wifi = Red inalámbrica
part-sound = Sonido
part-printer = Impresora
part-suspend = Cerrar y abrir la tapa
part-documents = Sus documentos
works-yes = Sí funciona
works-no = No funciona
works-untried = No se probó
works-unsaid = Sin decir
done-machine-noted = Anotado.
done-machine-handed-over = Entregado. ¡Gracias!
done-machine-forgotten = Se borró.

## Papel

label-title = Etiqueta y talón
label-help = La etiqueta se pega al equipo y no dice de quién es. El talón se lo queda su dueña o dueño: con él sabe cómo va, y puede borrar lo que se anotó.
label-qr = Código QR de la etiqueta
label-on-machine = Etiqueta: va en el equipo
label-see = Ver a dónde lleva
label-done = Ir a la ficha
label-open = Abrir la ficha
label-who = Si atiendes la mesa, entra para ver la ficha.
stub-title = Tu equipo: número { $number }
stub-qr = Código QR del talón
stub-for-owner = Talón: guárdalo. Con este código ves cómo va tu equipo y qué se le hizo.
stub-keep = Solo quien tiene este enlace ve esta página.
sheets-title = Hojas para llenar a mano
sheets-help = Para un día sin computadora en la mesa: imprime una por equipo.
sheets-arrival = Llegada
sheets-number = Número
sheets-signature = Firma
sheets-part = Pieza
sheets-took = Me llevo mi equipo

## Lo que hemos liberado

freed-title = Equipos liberados
freed-lead = Lo que la comunidad ha hecho en sus mesas de instalación.
freed-see = Ver cuántos
freed-none = Todavía no se entrega ningún equipo.
freed-count = { $count ->
    [0] Ningún equipo se fue todavía con un sistema libre.
    [one] Un equipo se fue con un sistema libre.
   *[other] { $count } equipos se fueron con un sistema libre.
}
freed-counts-only = Solo se cuentan los equipos; de quién eran no se guarda.
freed-coming = Próximas mesas
freed-past = Mesas que ya fueron

log-fest-open = abrió una mesa de instalación
log-fest-name-crew = dijo quién atiende una mesa de instalación
log-fest-receive = recibió un equipo
log-fest-begin = empezó con un equipo
log-fest-put-back = regresó un equipo a la fila
log-fest-ready = terminó con un equipo
log-fest-describe = anotó algo de un equipo
log-fest-hand-over = entregó un equipo
log-fest-forget = borró lo que se anotó de un equipo
log-fest-purge = se borró lo anotado en una mesa de instalación
