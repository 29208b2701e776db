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
