# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

classes-title = Cómo decidimos
classes-lead = Qué pide cada clase de decisión: cuánto tiempo, cuántas personas y de qué manera. Lo cambia la misma comunidad, con una decisión.
classes-people = { $count ->
    [one] Lo que no ha decidido la comunidad es lo usual para una persona.
   *[other] Lo que no ha decidido la comunidad es lo usual para { $count } personas.
}
kind-means-operational = Cosas de todos los días, fáciles de cambiar.
kind-means-policy = La manera en que hacemos las cosas, para mucho tiempo.
kind-means-money = En qué se gasta lo que es de todas y todos.
kind-means-persons = Cargos y conflictos: se vota en secreto.
kind-means-urgent = No puede esperar. Vence si no se ratifica con calma.
kind-means-founding = El texto fundador, y cómo decidimos.
kind-takes-consent = Por consentimiento; tarda por lo menos { $time }.
kind-takes-yes-no = Con voto secreto; tarda por lo menos { $time }.
class-fact-method = Cómo se decide
class-fact-sponsors = Quiénes la apoyan para que se discuta, además de quien la propone
class-fact-notice = Se anuncia por lo menos
class-fact-clarification = Para preguntas, por lo menos
class-fact-reflection = Para pensarla sin que cambie, por lo menos
class-fact-pause = Pausa entre el texto firme y la decisión
class-fact-voting = Abierta para decidir
class-fact-restatement = Para contestar si te entendieron
class-fact-quorum = Quiénes tienen que participar
class-fact-agreement = De quienes participan, cuántas personas a favor
class-fact-review-within = Se revisa a más tardar en
class-fact-petitioners = Quiénes tienen que pedirlo para revisarla antes
class-fact-block-support = Quiénes comparten una objeción de principio, para que detenga
class-fact-lapses = Vence, si no se ratifica, en
class-fact-express = Consentimiento exprés
class-fact-spoken = Se puede guardar como acta de una reunión
class-method-consent = Ronda de consentimiento
class-method-yes-no = Voto secreto: sí, no o en blanco
class-no-time = Sin espera
class-days = { $count ->
    [one] un día
   *[other] { $count } días
}
class-hours = { $count ->
    [one] una hora
   *[other] { $count } horas
}
class-people = { $count ->
    [0] Nadie
    [one] Una persona
   *[other] { $count } personas
}
class-share-none = Las que sean
class-share-all = Todas
class-share-half = La mitad
class-share = { $part } de cada { $whole }
class-express-so = { $time }, y por lo menos de acuerdo: { $people }
class-yes = Sí
class-no = No
class-since = Así desde el { $when }, por:
class-all = Todo lo que pide
class-usual = Lo usual: la comunidad no ha decidido otra cosa.
class-change = Proponer que sea de otra manera
class-change-of = Cambiar cómo decidimos: { $kind }
class-change-lead = Es una propuesta como las del texto fundador: se delibera, y tarda por lo menos { $time }. Si se acuerda y alguien responde de ella, vale desde ese momento para lo que se proponga después.
class-why = Por qué
class-why-help = Qué no ha funcionado y qué esperas que mejore.
class-times-days = Tiempos, en días
class-times-hours = Tiempos, en horas
class-counts = Cuántas personas
class-quorum-percent = Quiénes tienen que participar, en por ciento
class-agreement-percent = De quienes participan, cuántas personas a favor, en por ciento
class-after = Después
class-review-days = Se revisa a más tardar, en días
class-lapses-days = Vence si no se ratifica, en días (hasta 30)
class-ways = Otras maneras de acordar
class-express-hours = Consentimiento exprés: cuántas horas queda abierto
class-express-help = Vacío: no hay consentimiento exprés.
class-express-agree = Cuántas personas tienen que decir que están de acuerdo
class-propose-do = Proponerlo
field-class-number = Escribe un número entero, de 0 a { $most }.
flaw-out-of-reach = Pide más personas de las que son, o que nadie pueda pedir una revisión. Así ya no podrían decidir.
flaw-urgent-is-easy = Lo urgente tiene que pedir más apoyos que «Cómo hacemos las cosas»: si no, todo sería urgente.
flaw-urgent-stays = Lo urgente vence a más tardar en 30 días si no se ratifica.
flaw-no-time = Para decidir y para revisar hace falta algo de tiempo.
effect-title = Si se acuerda, cambia cómo decidimos:
effect-none = Ya es así: no cambiaría nada.
effect-change = Cambiar los números
propose-ratifies = Para que no venza, se propone con calma. Ratifica:
decision-kind-review = { $count ->
    [one] se revisa en un día
   *[other] se revisa en { $count } días
}
decision-ratify-by = Es urgente: deja de valer el { $when } si no se ratifica.
decision-ratify = Proponer ratificarlo
decision-happened-ratified = Se ratificó: ya no vence
notice-decision-ratified = Se ratificó un acuerdo urgente: ya no vence.
step-mark-ratifies = Lo ratifica: que ya no venza
class-by-members = una decisión entre integrantes

## El voto secreto
ballot-title = Votar
ballot-question = ¿Estás a favor de esta propuesta?
ballot-yes = Sí
ballot-no = No
ballot-blank = En blanco
ballot-secret = El voto es secreto para todo el mundo menos para la memoria del servidor mientras corre. Quien maneja esa computadora mientras se vota, o guarda copias de ella hechas entonces, podría seguirlo.
ballot-few = Son menos de siete personas: con tan pocas, el resultado puede dejar ver cómo votó alguien.
ballot-once = Se vota una vez. No se puede cambiar.
ballot-do = Meter mi boleta en la urna
ballot-done = Tu boleta está en la urna.
ballot-receipt = Este es tu comprobante. Anótalo: no lo volverás a ver.
ballot-receipt-help = Cuando se cuente, búscalo en la lista de boletas para ver que la tuya está y dice lo que votaste. Nadie más sabe que es tuyo.
ballot-back = Volver a la propuesta
ballot-own = Ya votaste
ballot-cast = Han votado { $count } de { $roll }.
ballot-needed = Hace falta que voten por lo menos { $count }.
field-ballot = Elige sí, no o en blanco.
count-title = El conteo
count-enough-part = Votaron suficientes.
count-few-part = No votaron suficientes: no hay acuerdo.
count-yes = A favor: { $count }; de quienes dijeron sí o no, hacían falta { $needed }.
count-enough-yes = Alcanzó.
count-few-yes = No alcanzó: no hay acuerdo.
count-ballots = Todas las boletas
count-ballots-help = En el orden de sus comprobantes, que no dice quién ni cuándo. Cualquiera puede contarlas otra vez.
way-step-ballot = Voto secreto
way-step-count = Conteo
decision-stage-ballot = Se está votando
decision-stage-count = Se está contando
onward-to-ballot = Para abrir la votación hace falta:
decision-happened-ballot = Se abrió la votación
decision-happened-voided = Se perdieron boletas: se vota otra vez
decision-happened-counted = Se contaron las boletas
notice-decision-ballot = Se está votando una propuesta: vota antes de que termine.
notice-decision-voided = Se perdieron boletas de una votación: se vota otra vez.
