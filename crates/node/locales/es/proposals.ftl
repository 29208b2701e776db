# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

decide-open = Se está decidiendo
decide-ended = Terminaron sin acuerdo

## Proponer
propose-title = Proponer algo
propose-lead = Cuenta qué propones y elige cómo se decide.
propose-do = Proponerlo o guardar el borrador
propose-agree = { $count ->
    [one] Basta con que tú estés de acuerdo y nadie lo objete. Proponerlo cuenta como tu sí.
    [2] Proponerlo cuenta como tu sí. Hace falta que por lo menos otra persona diga que está de acuerdo.
   *[other] Proponerlo cuenta como tu sí. Hace falta que lo digan por lo menos { $count } personas, contigo.
}
field-proposal = Qué propones, en una línea
field-proposal-help = Por ejemplo: «El primer sábado del mes limpiamos el taller».
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
way-step-call = Se avisa
way-step-clarification = Preguntas
way-step-deliberation = Se piensa
way-step-integration = Se juntan los cambios
way-step-frozen = Texto final
way-step-consent = Última ronda
way-step-adopted = Acordado
way-step-in-force = Vigente
way-step-not-adopted = Sin acuerdo
way-step-blocked = Detenida por un principio
decision-stage-draft = Borrador
decision-stage-call = Se avisó
decision-stage-clarification = En preguntas
decision-stage-deliberation = Se está pensando
decision-stage-integration = Se juntan los cambios
decision-stage-frozen = Texto final
decision-stage-consent = Abierta: di qué dices
decision-stage-not-adopted = Sin acuerdo
decision-stage-blocked = Detenida por un principio
decision-stage-withdrawn = Retirada
decision-over-not-adopted = No hubo acuerdo: se acabó el tiempo y hacía falta que más personas dijeran que sí. Se puede proponer otra vez.
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
stance-aside-help = Si se acuerda, tus palabras se quedan con tu nombre junto al acuerdo, para siempre; si es pública, las lee cualquiera, sin tu nombre.
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
stances-aside = { $count ->
    [one] no lo comparte, pero no lo frena
   *[other] no lo comparten, pero no lo frenan
}
stances-silent = { $count ->
    [one] no ha dicho nada
   *[other] no han dicho nada
}
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
field-way-express = Cosa de todos los días: queda abierta { $hours } horas; si nadie la objeta, es acuerdo. Cualquier objeción la detiene para pensarla con calma.
field-way-calmly = Es de más fondo: deliberarlo con calma
field-way-help = Empieza como borrador: lo ve toda la comunidad, y tú dices cuándo se avisa. Luego hay preguntas, tiempo para pensarlo, cambios al texto y una última ronda. Cuándo se revisa se elige con el texto final.
onward-to-call = Para avisar a la comunidad hace falta:
onward-to-clarification = Para pasar a las preguntas hace falta:
onward-to-deliberation = Para pasar a pensarla hace falta:
onward-to-integration = Para juntar los cambios hace falta:
onward-to-frozen = Para dejar el texto final hace falta:
onward-to-consent = Para abrir la última ronda hace falta:
onward-to-adopted = Para terminar la ronda hace falta:
onward-from-draft = Ya está todo para avisar: la comunidad recibe la noticia y empieza a correr el tiempo.
onward-from-call = Ya está todo para empezar con las preguntas.
onward-from-clarification = No quedan preguntas sin respuesta: ya se puede pensar.
onward-from-deliberation = Ya hubo tiempo para pensarla: sigue juntar los cambios y las objeciones.
onward-from-integration = Ya está todo para dejar el texto final. Después de eso, cambiarlo regresa un paso.
onward-from-frozen = Ya pasó la pausa: se puede abrir la última ronda.
onward-from-consent = Ya se puede terminar la ronda.
onward-do-draft = Avisar a la comunidad
onward-do-call = Abrir las preguntas
onward-do-clarification = Pasar a pensarla
onward-do-deliberation = Juntar los cambios
onward-do-integration = Dejar el texto final
onward-do-frozen = Abrir la última ronda
onward-do-consent = Terminar la ronda
missing-not-before = Esperar hasta el { $when }
missing-sponsors = { $count ->
    [one] Que otra persona apoye que se discuta
   *[other] Que { $count } personas más apoyen que se discuta
}
missing-affected = { $count ->
   *[other] Decir a quién le afecta
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
missing-impact = { $count ->
    [one] Contestar una pregunta sobre lo que va a pasar
   *[other] Contestar { $count } preguntas sobre lo que va a pasar
}
work-ready = Ya no falta nada para el siguiente paso.
work-now = Lo que puedes hacer ahora
work-more = También puedes
work-wait = Por ahora no te toca nada: falta tiempo, o le toca a alguien más. Puedes comentar abajo.
work-affected = A quién le afecta
work-questions = Preguntas
work-question = ¿Qué quieres entender mejor?
work-unanswered = Sin respuesta
work-amendments = Cambios propuestos
work-paragraph = Párrafo { $number }
work-wording = Cómo debería decir
work-earlier = Acuerdos anteriores
work-besides = Más: objetar, editar, retirar
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
step-affected = ¿A quién le afecta esta decisión? Cuenta también a quienes no están aquí.
step-affected-do = Guardar
step-impact = ¿Qué creen que va a pasar? Lo que ya está escrito se puede mejorar. En la revisión lo van a comparar.
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
decision-happened-called = Se avisó a la comunidad
decision-happened-clarification = Se abrieron las preguntas
decision-happened-deliberation = Se empezó a pensar
decision-happened-integration = Se empezaron a juntar los cambios
decision-happened-frozen = Quedó el texto final
decision-happened-round = Se abrió la última ronda
decision-happened-edited = Cambió el texto
decision-happened-accepted = Un cambio propuesto entró al texto
decision-happened-objected = Alguien objetó
decision-happened-returned = El grupo dio la razón a una objeción: regresa a juntar cambios
decision-happened-blocked = La detuvo un principio
decision-happened-withdrawn = Se retiró
notice-decision-answered = Respondieron tu pregunta.
notice-decision-restated = Alguien dijo tu objeción con sus palabras. ¿Es eso?
notice-decision-spoken-for = Se anotó que en una reunión dijiste «me entendiste» de tu objeción. Si no fue así, dilo ahí.
notice-decision-ready = Ya pasó el tiempo de espera de una propuesta: hay algo que puedes hacer para que siga.
notice-decision-awaits = Una propuesta espera lo que digas, y el tiempo se acaba.

## Decir algo de un párrafo
step-remark = Decir algo de este párrafo
step-remark-do = Decirlo
step-unsay-do = Retirar lo que dije
remark-what = ¿Qué es?
remark-is-for = Me parece bien, porque…
remark-is-concern = Me preocupa
remark-is-question = Tengo una pregunta
remark-for = a favor
remark-concern = preocupa
remark-question = pregunta
remarks-earlier = De párrafos que ya cambiaron
field-remark = Elige si es a favor, algo que te preocupa o una pregunta.
contest-slip = El último cambio al texto se anotó como error de dedo. Si cambió lo que significa, dilo: el tiempo para pensarlo empieza de nuevo.
step-contest-do = No fue solo un error de dedo
step-spoken = Anotar que ya se entendió en una reunión
step-spoken-do = Anotarlo
step-onward = Seguir al otro paso
spoken-who = Quién la dijo con sus palabras
spoken-help = Solo si quien objetó dijo en voz alta «me entendiste». Le llega un aviso y puede decir que no fue así.
step-understood-denied = Esto no es lo que dije
restatement-spoken-by = La dijo con sus palabras { $name }.
restatement-by = la dijo con sus palabras { $name }
review-in-days = { $count ->
    [one] en un día
   *[other] en { $count } días
}
decision-ratifies = Ratifica:
decision-happened-slip = Alguien dijo que el último cambio no era un error de dedo
missing-reconsider = Que { $name } diga si el texto ya atiende su objeción
round-part = Han dicho algo { $count }; hace falta que lo digan por lo menos { $needed }.
round-agree = De acuerdo: { $count } de los { $needed } que hacen falta como va ahora.
stances-object = { $count ->
    [one] lo objeta
   *[other] lo objetan
}
stance-withdraws = Si dices otra cosa, retiras tu objeción.
object-halts = Tu objeción detiene las horas que quedan, y la propuesta se piensa con calma: unos días más.
objection-holds = Bloquea: así no pasa. Cambien el texto, o que la retire quien la hizo.
objection-take-back = Retiro mi objeción
work-think = Ahora es tiempo de leerla con calma: di algo de un párrafo, propón otra redacción, o di qué te preocupa.
step-end-asleep = Te toca anotar qué dice el grupo de esta objeción; primero protege tu cuenta.
step-end-protect = Proteger mi cuenta
impact-ask-people = ¿Qué les va a pasar a las personas?
impact-ask-environment = ¿Qué le va a pasar al entorno?
impact-ask-labour-and-money = ¿Cuánto trabajo y dinero va a costar?
impact-ask-freedom = ¿Nos hace más libres o menos?
impact-ask-reversibility = ¿Se puede deshacer?
impact-ask-consulted = ¿A quién le preguntaron?
decision-foresees = Lo que creemos que va a pasar
decide-empty-guest = Aquí no hay acuerdos públicos. Los de integrantes se ven al entrar.
share-aside = { $count ->
    [one] Una persona no lo comparte, pero no lo frena; lo que dijo está en el enlace.
   *[other] { $count } personas no lo comparten, pero no lo frenan; lo que dijeron está en el enlace.
}
review-in-usual = lo de costumbre: 3 meses lo del día a día, medio año el dinero, un año lo demás
concluding-title = { $name } anotó en qué terminó la revisión
concluding-help = Lo que acordaron varias personas no lo termina una sola: hace falta que otra diga que así quedó.
step-second-do = Así quedó
step-unconclude-do = No fue así
step-unconclude-own = Retirar lo que anoté
decision-happened-upheld = Se anotó que el grupo le da la razón a una objeción
decision-happened-carried = Se anotó que el grupo sigue, con la objeción junto al acuerdo
decision-happened-unobjected = Una objeción se retiró
decision-happened-concluding = Se anotó en qué terminó la revisión
decision-happened-unconcluded = Se dijo que la revisión no terminó así
notice-decision-called = Se propone algo para pensarlo con calma: pregunta lo que quieras.
notice-decision-questions = Una propuesta está en preguntas: pregunta o responde.
notice-decision-deliberated = Una propuesta se está pensando: di qué te parece bien y qué te preocupa.
notice-decision-integrated = En una propuesta se juntan los cambios y las objeciones.
notice-decision-firm = Una propuesta ya tiene su texto final: léelo antes de la última ronda.
notice-decision-round = Última ronda de una propuesta: di qué dices antes de que termine.
notice-decision-changed = Cambió el texto de una propuesta: míralo.
notice-decision-returned = Una objeción detuvo una propuesta: hay que cambiar el texto.
notice-decision-objected = Objetaron algo que propusiste.
notice-decision-amendment = Te propusieron otra redacción para tu propuesta.
notice-decision-asked = Te preguntaron sobre tu propuesta.
notice-decision-not-it = Quien objetó dice que no es eso lo que dijo: intenta decirlo de otra manera.
notice-decision-disposed = Se anotó qué dice el grupo de tu objeción.
notice-decision-dispose = Te toca anotar qué dice el grupo de una objeción.
notice-decision-concluding = Se anotó en qué terminó la revisión de un acuerdo. ¿Así quedó?
