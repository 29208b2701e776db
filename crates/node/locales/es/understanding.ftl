# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

## Si el texto se entiende: unas frases, y cada quien dice si el texto las dice
check-title = ¿Se entiende el texto?
check-lead = Lee el texto y di, de cada frase, si el texto la dice. No es un examen: si varias personas lo leen distinto, lo que falla es el texto, y se escribe más claro. Nadie pierde su voto por esto.
check-so-far = { $count ->
    [0] Nadie ha contestado todas todavía
    [one] Todas las frases tienen ya la respuesta de una persona
   *[other] Todas las frases tienen ya { $count } respuestas
}; hacen falta { $needed }.
check-understood = El texto se entiende.
check-misread = Este texto no se entiende todavía.
check-misread-follows = Regresó a preguntas. Sigue cuando tenga palabras más claras; empieza por lo que más se leyó distinto.
check-was-misread = Con otras palabras, este texto no se entendía. Esto fue lo que se leyó distinto:
check-says = El texto sí lo dice:
check-says-not = El texto no lo dice:
check-sum = De { $count ->
    [one] una persona
   *[other] { $count } personas
}, { $right ->
    [0] ninguna leyó lo que dice
    [one] una leyó lo que dice
   *[other] { $right } leyeron lo que dice
}.
check-worst = lo que más se leyó distinto
check-kept = Qué se guarda de lo que contestas
check-kept-what = De ti se guarda que contestaste, para que nadie conteste dos veces; no qué contestaste. Tu respuesta solo se suma a las demás.
check-kept-who = Mientras se contesta, las sumas están cifradas. Quien cuida el servidor podría ver la tuya si mira su memoria o compara copias de antes y después. Al final se publican las sumas: si son pocas respuestas, o si todas son iguales, cualquiera puede sacar cuentas.
step-check = Preguntar si se entiende
step-check-again = Preguntar otra cosa
step-check-do = Preguntarlo a la comunidad
check-set-lead = Escribe dos o tres frases sobre lo que más importa entender. De cada una, cada quien dirá si el texto la dice.
check-set-follows = Que no todas tengan la misma respuesta: por lo menos una que el texto sí dice y una que no. Una vez que alguien contesta, ya no se cambian. Si no se leen como dice el texto, el texto regresa a preguntas y se escribe más claro.
check-statement = Frase { $number }
check-statement-optional = (si hace falta)
check-statement-words = La frase
check-statement-says = ¿El texto la dice?
check-statement-place = Por lo que dice este párrafo
step-read = ¿El texto dice esto?
step-read-says = Sí lo dice
step-read-not = No lo dice
step-read-unclear = No me queda claro
step-clarify = El texto no se entendió. Escríbelo con palabras más claras: si significa lo mismo, di al guardarlo que no cambia lo que significa.
missing-check = { $count ->
    [one] Preguntar si el texto se entiende: hace falta una respuesta
   *[other] Preguntar si el texto se entiende: hacen falta { $count } respuestas
}
missing-check-answers = { $count ->
    [one] Que una persona más diga si el texto se entiende
   *[other] Que { $count } personas más digan si el texto se entiende
}
missing-clarity = Palabras más claras: el texto no se entendió
field-statements = Escribe dos o tres frases: por lo menos una que el texto sí dice y una que no.
error-decision-clarity = Este texto no se entendió: primero hay que escribirlo más claro.
decision-happened-check = Se preguntó si el texto se entiende
decision-happened-understood = El texto se entiende
decision-happened-misread = El texto no se entendió: regresa a preguntas
notice-decision-check = Di si se entiende una propuesta: son dos o tres frases, y no es un examen.
notice-decision-misread = Una propuesta no se entendió y regresa a preguntas, hasta que tenga palabras más claras.
awaits-check = Pregunta si se entiende «{ $title }».
awaits-clarify = «{ $title }» no se entendió: escríbelo con palabras más claras.
done-check = Ya está preguntado: le avisamos a la comunidad.
done-read = Se sumó tu respuesta. Aquí está lo que dice el texto.
log-decision-set-check = preguntó si una propuesta se entiende
log-decision-answer-check = dijo si una propuesta se entiende
class-fact-comprehension = Se pregunta si el texto se entiende
class-comprehension-so = Por lo menos: { $people }. Las que leen lo que el texto dice: { $share }
class-check-answers = Cuántas personas tienen que decir si el texto se entiende
class-check-help = Se les pregunta si el texto dice dos o tres frases. Vacío: no se pregunta.
class-check-percent = De ellas, cuántas tienen que leer lo que el texto dice, en por ciento
