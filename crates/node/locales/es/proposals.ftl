# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

decide-open = Se está decidiendo
decide-ended = Terminaron sin acuerdo

## Proponer
propose-title = Proponer algo
propose-lead = Para cosas de todos los días. Queda abierto { $hours } horas: si nadie lo objeta, es acuerdo. Cualquier objeción lo detiene para pensarlo con calma.
propose-do = Proponerlo
propose-agree = { $count ->
    [one] Basta con que tú estés de acuerdo y nadie lo objete. Proponerlo cuenta como tu sí.
    [2] Proponerlo cuenta como tu sí. Hace falta que por lo menos otra persona diga que está de acuerdo.
   *[other] Proponerlo cuenta como tu sí. Hace falta que lo digan por lo menos { $count } personas, contigo.
}
field-proposal = Qué propones, en una línea
field-proposal-help = Por ejemplo: «El sábado limpiamos el taller».
field-proposal-text = Propuesta
field-proposal-more = Revisión, quién la ve y más
field-review-in-label = Si se acuerda, se revisa
field-review-in = Elige cuándo se revisa.
review-in-30 = en un mes
review-in-90 = en tres meses
review-in-180 = en medio año
review-in-365 = en un año

## Dónde va
way-title = El camino
way-place = Paso { $place } de { $of }
way-coming = todavía no
way-days = Faltan { $count } días
way-hours = { $count ->
    [one] Falta una hora
   *[other] Faltan { $count } horas
}
way-soon = Falta menos de una hora
way-share-until = Se está decidiendo. Termina el { $when }
way-not-on-roll = Esto lo deciden quienes ya eran integrantes cuando se abrió. Puedes comentar abajo.
way-step-draft = Borrador
way-step-express = Abierta a objeciones
way-step-call = Convocatoria
way-step-clarification = Aclaración
way-step-deliberation = Deliberación
way-step-integration = Integración
way-step-frozen = Texto firme
way-step-consent = Ronda de consentimiento
way-step-adopted = Acordado
way-step-in-force = Vigente
way-step-not-adopted = Sin acuerdo
way-step-blocked = Detenida por un principio
decision-stage-draft = Borrador
decision-stage-call = Por deliberar
decision-stage-clarification = En aclaración
decision-stage-deliberation = En deliberación
decision-stage-integration = En integración
decision-stage-frozen = Texto firme
decision-stage-consent = Abierta
decision-stage-not-adopted = Sin acuerdo
decision-stage-blocked = Detenida por un principio
decision-stage-withdrawn = Retirada
decision-over-not-adopted = No hubo acuerdo: se acabó el tiempo y no lo dijeron suficientes personas.
decision-over-withdrawn = Quien la propuso la retiró.

## Consentimiento exprés
express-until = Termina el { $when }.
express-more = { $count ->
    [one] Falta que una persona más diga que está de acuerdo.
   *[other] Falta que { $count } personas más digan que están de acuerdo.
}
express-enough = Ya lo apoyan suficientes personas. Si nadie lo objeta, queda acordado.
express-help = Léela abajo. Puedes cambiar lo que dices hasta que termine.
stance-title = ¿Qué dices?
stance-yours = Lo que dijiste
stance-change = Cambiar lo que dije
stance-none = Falta que digas
stance-own-agree = Estás de acuerdo
stance-own-stand-aside = No lo compartes, pero no lo frenas
stance-own-object = Lo objetaste
stance-said-agree = de acuerdo
stance-said-stand-aside = no lo comparte, pero no lo frena
stance-said-object = objeta
stance-agree-do = Estoy de acuerdo
stance-aside = No lo comparto, pero no lo freno
stance-aside-words = Por qué, si quieres decirlo
stance-aside-help = Si se acuerda, tus palabras se quedan con tu nombre junto al acuerdo, para siempre.
stance-aside-do = No lo freno
stance-object = Lo objeto
object-ground = ¿En qué se apoya tu objeción?
object-ground-harm = Nos haría un daño
object-ground-principle = Choca con uno de nuestros principios
object-ground-block = Rompería uno de nuestros principios: así no puede pasar
object-principle = Con qué principio
object-principle-none = Con ninguno
object-words = Por qué lo objetas
object-help = Se conserva palabra por palabra. Sirve para mejorar la propuesta: di qué pasaría y a quién.
object-do = Objetar
field-ground = Elige en qué se apoya tu objeción.
field-principle = Elige con cuál de nuestros principios choca.
step-stance = No lo comparto, pero no lo freno
step-object = Lo objeto
step-task = Quién responde
objections-title = Objeciones
objection-harm = Nos haría un daño.
objection-principle = Choca con: «{ $principle }»
objection-blocks = Objeción de principio
objection-integrated = la propuesta cambió por ella
objection-withdrawn = la retiró
objection-upheld = el grupo le da la razón
objection-carried = el grupo sigue; se queda junto al acuerdo
stances-title = Lo que dijimos
stances-agree = de acuerdo
stances-aside = no lo comparten, pero no lo frenan
stances-silent = no han dicho nada
stances-who = Quién dijo qué

## Quién responde
answers-title = ¿Quién responde de que se cumpla?
answers-help = Ya es acuerdo. Falta decir quién se encarga, o que le toca a toda la comunidad.
answers-together-do = Nadie en particular: nos toca a toda la comunidad
task-what = Yo me encargo de
task-due = Para cuándo, si tiene fecha
task-do = Yo me encargo
field-together = Nadie en particular: nos toca a toda la comunidad
decision-together = Nadie en particular: le toca a toda la comunidad.
decision-tasks-none = Todavía nadie dijo que se encarga.
decision-happened-express = Se propuso
decision-happened-halted = Alguien objetó: pasa a pensarse con calma
decision-happened-adopted = Se acordó
decision-happened-not-adopted = Terminó sin acuerdo
decision-happened-task-taken = Alguien se encarga de algo
decision-happened-together = Se dijo que le toca a toda la comunidad

## Avisos
notice-decision-opened = Hay una propuesta abierta. ¿Qué dices?
notice-decision-halted = Alguien objetó una propuesta: ahora se piensa con calma.
notice-decision-adopted = Una propuesta quedó acordada.
notice-decision-not-adopted = Una propuesta terminó sin acuerdo.

## Una deliberación
field-way = Cómo lo decidimos
field-way-express = Cosa de todos los días: { $hours } horas para objetar
field-way-calmly = Es de más fondo: deliberarlo con calma
field-way-help = Empieza como borrador. Luego hay preguntas, deliberación, cambios al texto y una ronda de consentimiento, con tiempo para cada cosa.
onward-to-call = Para convocar hace falta:
onward-to-clarification = Para pasar a las preguntas hace falta:
onward-to-deliberation = Para pasar a deliberar hace falta:
onward-to-integration = Para pasar a integrar hace falta:
onward-to-frozen = Para dejar firme el texto hace falta:
onward-to-consent = Para abrir la ronda hace falta:
onward-to-adopted = Para terminar la ronda hace falta:
onward-from-draft = Ya está todo para convocar: se avisa a la comunidad y empieza a correr el tiempo.
onward-from-call = Ya está todo para empezar con las preguntas.
onward-from-clarification = No quedan preguntas sin respuesta: ya se puede deliberar.
onward-from-deliberation = Ya hubo tiempo para pensarlo: sigue integrar cambios y objeciones.
onward-from-integration = Ya está todo para dejar firme el texto. Después de eso, cambiarlo regresa un paso.
onward-from-frozen = Ya pasó la pausa: se puede abrir la ronda de consentimiento.
onward-from-consent = Ya se puede terminar la ronda.
onward-do-draft = Convocar
onward-do-call = Abrir las preguntas
onward-do-clarification = Abrir la deliberación
onward-do-deliberation = Pasar a integrar
onward-do-integration = Dejar firme el texto
onward-do-frozen = Abrir la ronda
onward-do-consent = Terminar la ronda
missing-not-before = Esperar hasta el { $when }
missing-sponsors = { $count ->
    [one] Que otra persona apoye que se discuta
   *[other] Que { $count } personas más apoyen que se discuta
}
missing-affected = { $count ->
   *[other] Decir a quién le toca
}
missing-search = { $count ->
   *[other] Buscar si ya hay acuerdos sobre esto
}
missing-answers = { $count ->
    [one] Responder una pregunta
   *[other] Responder { $count } preguntas
}
missing-relations = { $count ->
    [one] Decir qué le hace a un acuerdo anterior
   *[other] Decir qué les hace a { $count } acuerdos anteriores
}
missing-amendments = { $count ->
    [one] Decidir qué pasa con un cambio propuesto
   *[other] Decidir qué pasa con { $count } cambios propuestos
}
missing-restatements = { $count ->
    [one] Que alguien diga con sus palabras una objeción, hasta que quien la hizo se sienta entendido
   *[other] Que alguien diga con sus palabras { $count } objeciones, hasta que quienes las hicieron se sientan entendidos
}
missing-dispositions = { $count ->
    [one] Decidir qué pasa con una objeción
   *[other] Decidir qué pasa con { $count } objeciones
}
missing-integrations = { $count ->
    [one] Un texto que atienda la objeción a la que el grupo dio la razón
   *[other] Un texto que atienda { $count } objeciones a las que el grupo dio la razón
}
missing-impact = Escribir qué le hace: { $what }
work-ready = Ya no falta nada para el siguiente paso.
work-now = Lo que puedes hacer ahora
work-more = También puedes
work-wait = Por ahora no te toca nada: falta tiempo, o le toca a alguien más. Puedes comentar abajo.
work-affected = A quién le toca
work-questions = Preguntas
work-question = ¿Qué quieres entender mejor?
work-unanswered = Sin respuesta
work-amendments = Cambios propuestos
work-paragraph = Párrafo { $number }
work-wording = Cómo debería decir
work-earlier = Acuerdos anteriores
work-besides = Objetar, editar o retirar
work-withdraw = Por qué la retiras
work-words = Tus palabras
work-fate-open = por decidir
work-fate-accepted = ya está en el texto
work-fate-withdrawn = retirado por quien lo propuso
work-fate-declined = no entró
round-help = Es la última palabra sobre este texto. Una objeción detiene la ronda hasta que se atienda.
objection-shared = { $count ->
    [one] una persona más la comparte
   *[other] { $count } personas más la comparten
}
restatement-wanted = Falta que alguien que no la comparte la diga con sus palabras.
restatement-offered = Alguien la dijo con sus palabras; falta que quien objetó diga si es eso.
restatement-confirmed = Dijo: «me entendiste».
restatement-spoken = Dijo en una reunión: «me entendiste».
restatement-unconfirmed = La dijeron con sus palabras y no hubo respuesta a tiempo: queda sin confirmar.
step-sponsor = Apoyar que se discuta no es estar de acuerdo: es decir que vale la pena.
step-sponsor-do = Apoyo que se discuta
step-affected = ¿A quién le toca esta decisión? También a quienes no están aquí.
step-affected-do = Guardar
step-impact = ¿Qué le hace esta decisión?
step-impact-do = Guardar
step-search = ¿Ya acordamos algo sobre esto? Escribe con qué palabras buscarlo.
step-search-do = Buscar y anotar
step-mark = ¿Qué le hace esta propuesta a este acuerdo?
step-mark-upholds = Lo deja como está
step-mark-amends = Lo cambia
step-mark-repeals = Lo deroga
step-mark-unrelated = No tiene que ver
step-ask = Preguntar algo
step-ask-do = Preguntar
step-unask-do = Retirar mi pregunta
step-answer = ¿Qué le respondes?
step-answer-do = Responder
step-restate = Di esta objeción con tus palabras, como la entiendes, aunque no la compartas.
step-restate-do = Así la entiendo
step-understood = Alguien dijo tu objeción con sus palabras. ¿Es eso?
step-understood-yes = Me entendiste
step-understood-no = No es eso
step-support-do = Yo también
step-end = ¿Qué pasa con esta objeción?
step-end-integrated = El texto ya la atiende
step-end-withdrawn = La retiro
step-end-upheld = El grupo le da la razón
step-end-carried = El grupo sigue, y la objeción se queda junto al acuerdo
step-amend = Proponer otra redacción
step-amend-do = Proponer este cambio
step-settle-keeper = Hay un cambio propuesto: acéptalo o di por qué no.
step-settle-own = Tu cambio sigue por decidirse. Lo puedes retirar.
step-settle-accept = Ponerlo en el texto
step-settle-decline = Dejarlo fuera
step-settle-reason = Por qué no entra
step-settle-withdraw = Retirar mi cambio
step-edit = Editar el texto
step-edit-meet = Cambia el texto para que atienda esto.
step-edit-lead = Si cambia lo que significa, el tiempo para pensarlo empieza de nuevo y lo que cada quien dijo del texto anterior ya no cuenta.
step-edit-substance = Cambia lo que significa
step-edit-slip = Es solo un error de dedo; cualquiera puede decir que no
step-edit-do = Guardar el texto
step-withdraw = Retirar la propuesta
step-withdraw-do = Retirarla
decision-happened-drafted = Se escribió el borrador
decision-happened-called = Se convocó
decision-happened-clarification = Se abrieron las preguntas
decision-happened-deliberation = Se abrió la deliberación
decision-happened-integration = Se pasó a integrar
decision-happened-frozen = Quedó firme el texto
decision-happened-round = Se abrió la ronda
decision-happened-edited = Cambió el texto
decision-happened-accepted = Un cambio propuesto entró al texto
decision-happened-objected = Alguien objetó
decision-happened-returned = El grupo dio la razón a una objeción: regresa a integrar
decision-happened-blocked = La detuvo un principio
decision-happened-withdrawn = Se retiró
notice-decision-onward = Una propuesta pasó a otro paso, o cambió su texto.
notice-decision-answered = Respondieron tu pregunta.
notice-decision-restated = Alguien dijo tu objeción con sus palabras. ¿Es eso?
