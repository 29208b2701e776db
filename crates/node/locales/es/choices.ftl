# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

## Proponer una elección entre opciones
choose-title = Elegir entre opciones
choose-lead = Cuando no es sí o no, sino cuál: qué día, en qué se gasta, quiénes. Se piensa con calma, cualquiera ofrece otra opción en el camino, y al final se vota en secreto.
choose-takes = Tarda por lo menos { $time }.
choose-other-kind = Es de otra cosa
choose-do = Guardar el borrador
choose-instead = ¿No es sí o no, sino cuál? Elegir entre opciones
field-question = Qué se elige, en una línea
field-question-help = Por ejemplo: «¿Qué día abre el taller?» o «¿En qué gastamos lo de la rifa?»
field-question-text = Por qué se elige y qué hay que saber
options-title = Opciones
field-options-help = Por lo menos dos. Las que faltan las puede ofrecer cualquiera mientras se piensa.
field-options-more = ¿Más opciones? Se ofrecen en la página de la propuesta, una por una.
option-number = Opción { $number }
field-option = Cómo se llama la opción
field-option-about = Qué significa, en una frase
field-option-cost = Cuánto cuesta, en pesos
field-money = Cuánto dinero hay, en pesos
field-money-help = Lo que se puede gastar en total. Pesos enteros.
field-seats = Cuántas se eligen
field-seats-help = Vacío: una.
option-none = Ninguna de estas
option-none-means = Quedarnos como estamos. Lo que no le gane a esto no se elige.
option-none-always = «Ninguna de estas» siempre está en la boleta: una opción que no queda arriba de ella en suficientes boletas no se elige, aunque gane a las demás. Donde se reparte dinero no hace falta: quien no quiere ningún proyecto no marca ninguno.
option-chosen = elegida
among-money = Hay { $money } para repartir.
among-seats = { $count ->
    [one] Se elige una.
   *[other] Se eligen { $count }.
}
offer-help = Si cambia lo que se puede elegir, el tiempo para pensarlo empieza de nuevo.
step-offer = Ofrecer otra opción
step-offer-do = Ofrecerla
step-unoffer-do = Retirar mi opción
step-allot = Decir cuántas se eligen o cuánto hay
step-allot-do = Guardarlo
missing-allotment = { $count ->
   *[other] Decir cuánto dinero hay para repartir
}
missing-options = { $count ->
    [one] Una opción más: hay menos que lugares
   *[other] { $count } opciones más: hay menos que lugares
}
decision-happened-offered = Se ofreció una opción
decision-happened-unoffered = Se retiró una opción
decision-happened-allotted = Se dijo cuántas se eligen o cuánto hay
decision-happened-tied = Quedó en empate: regresa a pensarse
notice-decision-options = Cambió lo que se puede elegir en una propuesta: míralo.
done-offered = Tu opción está en la lista. El tiempo para pensarlo empieza de nuevo.

## Cómo se elige
method-approval = Cada quien marca todas las que le parecen bien; gana la que más marcas junta.
method-score = Cada quien le pone a cada opción de 0 a { $most }; gana la que más suma.
method-dot = Cada quien reparte { $most } puntos como quiera; gana la que más junta.
method-majority-judgment = Cada quien califica cada opción; gana la de mejor calificación de en medio (juicio mayoritario).
method-schulze = Cada quien las ordena de la que más le gusta a la que menos; se comparan de dos en dos (método de Schulze).
method-ranked-pairs = Cada quien las ordena de la que más le gusta a la que menos; se comparan de dos en dos y cuentan primero las victorias más claras (pares ordenados).
method-irv = Cada quien las ordena; ronda por ronda sale la que menos votos tiene y sus votos pasan a la siguiente de cada boleta (segunda vuelta instantánea).
method-stv-scottish = Cada quien las ordena; los lugares se reparten en proporción, y lo que sobra pasa a la siguiente de cada boleta (voto transferible, como en Escocia).
method-stv-meek = Cada quien las ordena; los lugares se reparten en proporción, con las cuentas de Meek (voto transferible).
method-budget-greedy = Cada quien marca los proyectos que quiere; se compran los que más marcas tienen, mientras alcance.
method-equal-shares = Cada quien marca los proyectos que quiere. El dinero se reparte por igual entre quienes votan, y cada proyecto lo pagan quienes lo quieren (partes iguales).
grade-0 = La rechazo
grade-1 = Mal
grade-2 = Pasable
grade-3 = Bien
grade-4 = Muy bien
grade-5 = Excelente
class-fact-choosing = Entre opciones
class-choosing-help = Cómo se elige cuando la propuesta tiene opciones.
class-choosing-most = Hasta qué puntaje, o cuántos puntos tiene cada quien
class-choosing-most-help = Solo donde se ponen puntajes o se reparten puntos. Vacío: 5, o 10 puntos.
field-choosing = Elige una de las maneras de la lista.
field-choosing-most = Escribe un número entero, de 1 a { $most }.

## La boleta
ballot-question-among = ¿Qué prefieres?
ballot-ask-rank = Ordénalas
ballot-ask-grade = Califícalas
ballot-ask-score = Ponles puntaje
ballot-ask-dots = Reparte tus puntos
ballot-ask-approve = Marca las que te parecen bien
ballot-ask-buy = Marca los proyectos que quieres
ballot-how-rank = Dale 1 a la que más te gusta, 2 a la que sigue, y así. Las que dejes sin lugar quedan iguales, al final.
ballot-how-grade = Dile a cada una qué te parece. La que dejes sin calificar cuenta como «La rechazo», o como lo más bajo.
ballot-how-score = De 0 a { $most }. La que dejes vacía cuenta como 0.
ballot-how-dots = Tienes { $most } puntos para repartir entre todas. No tienes que usarlos todos.
ballot-how-approve = Las que quieras. Si marcas «Ninguna de estas», las que no marcas quedan abajo de ella.
ballot-how-buy = Los que quieras, aunque entre todos cuesten más de lo que hay: aquí dices qué quieres, no cómo ajustarlo.
ballot-equals = Puedes dar el mismo lugar a varias.
ballot-no-equals = Cada lugar se da una sola vez.
ballot-unranked = Sin lugar
ballot-ungraded = Sin calificar
ballot-rank = Lugar { $number }
ballot-all-blank = En blanco: no digo nada de ninguna, solo cuento para que haya suficientes.
ballot-says = Tu boleta dice:
ballot-look = Ver cómo queda mi boleta
ballot-look-lead = Todavía no está en la urna. Léela: después no se puede cambiar.
ballot-change = Cambiar algo
field-ballot-equal = Diste el mismo lugar a varias opciones, y esta manera de contar no lo puede contar. Dale a cada una un lugar distinto.
field-ballot-high = Escribe números enteros, de 0 a { $most }.
field-ballot-dots = Repartiste más puntos de los que tienes: son { $most }. Quítale a alguna.
field-ballot-empty = Todavía no dices nada: llena lo que quieras decir, o marca que votas en blanco.
field-ballot-other = Esa boleta no es de esta votación. Vuelve a la propuesta y abre la boleta otra vez.
field-ballot-both = Marcaste que votas en blanco y también llenaste algo. Quita una de las dos cosas.

## El resultado
elected = Se eligió:
elected-none = Ganó «Ninguna de estas»: no se elige ninguna.
elected-nothing = No se eligió ninguna.
elected-how = Cómo se contó
elected-left = Quedan { $money }.
elected-open = { $count ->
    [one] Un lugar queda abierto: ninguna otra tuvo suficiente apoyo.
   *[other] { $count } lugares quedan abiertos: ninguna otra tuvo suficiente apoyo.
}
elected-blank = { $count ->
    [one] Una boleta fue en blanco.
   *[other] { $count } boletas fueron en blanco.
}
share-chosen = Se eligió: { $names }
counted-title = Cómo se contó
counted-why = Por qué esto y no lo otro
counted-rounds = Paso por paso
counted-numbers = Los números
counted-picture = El dibujo del conteo
counted-file = Bajar las boletas
counted-command = Ahí están todas las boletas, sin nombre ni hora. Cualquiera las puede contar otra vez con el programa y llega a lo mismo:
counted-unsupported = { $name } no se elige aunque gane a las demás: { $above } boletas la ponen arriba de «Ninguna de estas» y { $below } abajo. Hacen falta más arriba que abajo, y de esas por lo menos { $part } de cada { $whole }.
lot-title = Si hay empate
lot-unused = No hubo empates que sortear.
lot-tie = Empataron { $between }; el sorteo dio { $name }.
lot-check = Cómo comprobar el sorteo
lot-promised = La semilla se sacó al azar cuando quedó el texto final y nadie la conocía; solo se publicó su huella. Que es la misma se comprueba con:
lot-order = En un empate va primero la opción cuya huella, con su número, es la más chica en este orden:
table-option = Opción
table-cost = Cuesta
table-wanted = La quieren
table-chosen = Se elige
table-projects = Los proyectos
table-projects-help = Cuánto cuesta cada uno y cuántas personas lo marcaron.
table-median = La de en medio
table-grades = Las calificaciones
table-grades-help = Cuántas boletas le pusieron cada una. La de en medio es la que queda a la mitad si se forman de la mejor a la peor.
table-total = Juntó
table-totals = Cuánto juntó cada una
table-totals-help = La suma de todas las boletas.
table-round = Ronda { $number }
table-rounds = Ronda por ronda
table-rounds-help = Cuántos votos tiene cada una al final de cada ronda; ✓ se elige, ✗ sale.
table-pairs = De dos en dos
table-pairs-help = Cuántas boletas ponen la opción del renglón antes que la de la columna.
table-paths = Los caminos más fuertes
table-paths-help = Un camino va de victoria en victoria y vale lo que su victoria más débil. Gana la opción cuyo camino a cada otra es más fuerte que el de regreso.
table-victories = Las victorias, de la más clara a la menos
table-victories-help = Una se salta si las anteriores ya dicen lo contrario.
table-strength = Por cuántas
table-held = Qué pasa con ella
table-locked = queda firme
table-passed-over = se salta
table-support = Contra «Ninguna de estas»
table-support-help = Cuántas boletas ponen cada opción arriba de ella y cuántas abajo.
table-above = Arriba
table-below = Abajo

## Elegir para un cargo
field-mandate-for = Para un cargo
field-mandate-help = Si es para un cargo, deja vacías las opciones: nadie propone a otra persona; cada quien se propone en la página. Quien se elija recibe el cargo por un año, desde que el acuerdo entre en vigor.
field-stand-about = Por qué te propones
among-mandate = Quien se elija recibe un cargo por un año, desde que esto entre en vigor: { $mandate }. Quien lo tenga entonces lo deja.
among-nobody = Todavía nadie se propone.
step-offer-self = Me propongo
missing-candidates = { $count ->
   *[other] Que alguien se proponga
}

## En el registro
log-decision-cast = votó en una propuesta
log-decision-remark = dijo algo de un párrafo
log-decision-withdraw-argument = retiró lo que dijo de un párrafo
log-decision-record-restatement = anotó que una objeción se entendió en una reunión
log-decision-contest-edit = dijo que un cambio no era un error de dedo
log-decision-reclass = cambió lo que una propuesta pide de una clase de decisiones
log-decision-second-conclusion = dijo que una revisión terminó como se anotó
log-decision-refuse-conclusion = dijo que una revisión no terminó así
log-decision-foresee = escribió qué va a hacer una propuesta
log-decision-remind = recordó una propuesta a quienes les toca
log-decision-offer-option = ofreció una opción
log-decision-withdraw-option = retiró su opción
log-decision-allot = dijo cuántas se eligen o cuánto hay

## Te toca
awaits-ballot = Vota: «{ $title }».
awaits-stance = Di qué dices de «{ $title }», antes de que termine.
awaits-restatement = Alguien dijo tu objeción a «{ $title }» con sus palabras. ¿Es eso?
awaits-reconsider = Cambió el texto de «{ $title }»: di si ya atiende tu objeción.
awaits-question = Te preguntaron sobre «{ $title }».
awaits-restate = Di con tus palabras la objeción a «{ $title }».
awaits-acta = Corrige el acta de «{ $title }»: alguien dice que no fue así.
awaits-time = Di cuándo puedes: «{ $title }».
propose-again = Proponerlo de nuevo
decision-nobody-answers = Falta quién se encargue
contested-title = Alguien dice que no fue así
contested-help = Tú anotaste este acuerdo. Si tiene razón, corrige el acta; si no, platíquenlo abajo o en persona.
notice-decision-overdue = A algo de lo que te encargas se le pasó la fecha. Di cómo va, o pide ayuda.
log-decision-tell-overdue = recordó tareas a las que se les pasó la fecha
