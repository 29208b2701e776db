# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

times-title = Buscar fecha
times-lead = ¿Cuándo nos vemos? Quien propone da varias fechas, cada quien dice cuándo puede, y la que más conviene pasa a la agenda.
times-empty = No se está buscando fecha para nada.
times-open = Falta elegir fecha
times-ask = Preguntar cuándo pueden
times-ask-lead = Da dos o más fechas. A todas las personas les llega el aviso y dicen a cuáles pueden.
times-ask-do = Preguntar
field-times-what = Para qué
field-times-more = Algo más que haya que saber
field-minutes-label = Cuánto dura, en minutos
field-times-label = Fechas posibles
field-times-help = Por lo menos dos. Las horas son las de la comunidad.
field-times-day = Día { $number }
field-times-hour = Hora { $number }
field-times = Escribe por lo menos dos fechas distintas, y a lo más { $most }.
field-times-whole = A cada fecha le hace falta el día y la hora.
field-minutes = Escribe cuántos minutos dura: de 1 a 1440.
field-times-answer = Di de por lo menos una fecha si puedes.
times-chosen = Quedó: { $when }.
times-activity = Ver en la agenda
times-lasts = { $count ->
    [one] dura un minuto
   *[other] dura { $count } minutos
}
times-answered = { $count ->
    [0] nadie ha respondido
    [one] ha respondido una persona
   *[other] han respondido { $count } personas
}
times-when-can-you = ¿Cuándo puedes?
times-can-none = Sin decir
times-can-yes = Sí puedo
times-can-perhaps = Si hace falta
times-can-no = No puedo
times-table = Quién puede cuándo
times-date = Fecha
times-best = la que más conviene
times-close = Elegir la fecha
times-close-help = Se publica en la agenda con esta fecha, y se avisa a quienes respondieron.
times-close-do = Ponerla en la agenda
times-manage = Más
done-times-asked = Ya se avisó a todas las personas.
done-times-answered = Quedó anotado cuándo puedes. Lo puedes cambiar hasta que se elija.
notice-times-asked = ¿Cuándo puedes? Se está buscando fecha.
notice-times-closed = Ya hay fecha para algo a lo que dijiste cuándo podías.
search-time-poll = Buscar fecha
remove-what-time-poll = Se borran las fechas y lo que cada quien respondió.
log-times-ask = preguntó cuándo pueden
log-times-answer = dijo cuándo puede
log-times-close = eligió fecha y la puso en la agenda
