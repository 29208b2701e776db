# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

decide-title = Decidir
decide-lead = Lo que estamos decidiendo, lo que acordamos, lo que se dijo en contra y cuándo lo volvemos a mirar.
decide-views = Qué acuerdos ver
decide-in-force = Vigentes
decide-to-review = Por revisar
decide-past = Anteriores
decide-search = Buscar en la memoria
decide-older = Acuerdos más antiguos
decide-empty = Todavía no hay acuerdos guardados. El primero puede ser el de su próxima reunión: se anota en cinco minutos, desde el teléfono.
decide-review-empty = En los próximos 30 días no toca revisar ningún acuerdo.
decide-past-empty = Aquí quedan los acuerdos que cambiaron, se derogaron o vencieron. Todavía no hay ninguno.

## Guardar un acuerdo
record-title = Guardar un acuerdo
record-lead = Lo que acordaron sentadas y sentados en círculo, tal como quedó. Quienes estuvieron pueden decir después si así fue.
record-do = Guardar el acuerdo
record-correct = Corregir el acta
record-correct-lead = Corrige lo que no quedó como fue. La versión anterior se conserva y se ve qué cambió; a quienes estuvieron se les vuelve a preguntar si así fue.
record-correct-do = Guardar la corrección
record-changes-help = El anterior deja de valer cuando otra persona que estuvo diga «así fue»; entonces se avisa a toda la comunidad.
record-changes = Este acuerdo cambia o deroga otro:
field-agreed = Qué se acordó, en una línea
field-agreed-help = Por ejemplo: «El taller abre los jueves».
field-agreement = Acuerdo
field-agreement-help = Deja un renglón vacío entre párrafos: cada uno llevará su número. Puedes usar Markdown.
field-agreed-on = Qué día
field-agreed-day = Escribe el día en que lo acordaron, como 2026-11-24. No puede ser después de hoy.
field-relation = Qué le hace al acuerdo anterior
relation-amends = Lo cambia
relation-repeals = Lo deroga: deja de valer
field-present-label = Quiénes estuvieron
field-present-members = Elegir entre integrantes
field-present = Anota por lo menos a una persona que haya estado.
field-others = También estuvieron
field-others-help = Nombres de quienes no tienen cuenta, separados por comas. Solo los ven integrantes, y se pueden borrar.
field-people-limit = Caben hasta { $limit } personas.
field-dissent-label = Quién no está de acuerdo
field-dissent-help = Con sus palabras. Se queda para siempre junto al acuerdo; el nombre es opcional.
field-dissent-words = Qué dijo ({ $number })
field-dissent-who = Quién, si quiere que se sepa ({ $number })
field-dissent-more = Alguien más no está de acuerdo
field-dissent-limit = Caben hasta { $limit } a la vez.
field-dissent-stays = Lo que ya está no se cambia ni se quita. Aquí puedes agregar lo que faltó.
field-tasks-label = Quién hace qué
field-tasks-help = Por lo menos alguien que responda de que se cumpla; o toda la comunidad, si así lo dijeron.
field-task-who = Quién ({ $number })
field-task-what = Qué hace ({ $number })
field-task-due = Para cuándo ({ $number })
field-tasks-more = Más tareas
field-tasks-limit = Caben hasta { $limit } tareas.
field-task-whole = A cada tarea le hace falta quién y qué.
field-task-day = Escribe el día de la tarea como 2026-11-28.
field-responsible = Anota quién responde de que se cumpla, o marca que le toca a toda la comunidad.
field-kind-label = De qué se trata
field-kind = Elige de qué se trata.
decision-kind-operational = Del día a día
decision-kind-policy = Cómo hacemos las cosas
decision-kind-money = Dinero
decision-kind-persons = Personas
decision-kind-urgent = Urgente
decision-kind-founding = Texto fundador
field-review-on = Otro día para revisarlo
field-review-on-help = Ese día se abre sola la revisión y avisa a todas las personas. Vacío: cuando dice arriba. A más tardar en un año.
field-review-date = Elige un día después de hoy y a más tardar en un año.
field-foreseen = Qué creemos que va a pasar
field-foreseen-help = Si lo escriben ahora, en la revisión podrán comparar. Todo es opcional.
decision-dimension-people = A las personas
decision-dimension-environment = Al entorno
decision-dimension-labour-and-money = En trabajo y dinero
decision-dimension-freedom = A nuestra libertad
decision-dimension-reversibility = Si se puede deshacer
decision-dimension-consulted = A quién se consultó
field-record-more = Etiquetas, quién lo ve y más
field-record-visibility-help = Los nombres solo los ven integrantes, también si el acuerdo es público. Lo que se dijo en contra y las tareas sí se ven.

## Un acuerdo
decision-agreed-on = Acordado el { $when }
decision-review-on = Se revisa el { $when }
decision-stage-adopted = Acordado
decision-stage-in-force = Vigente
decision-stage-review = Toca revisarlo
decision-stage-renewed = Vigente, ya revisado
decision-stage-amended = Cambió
decision-stage-repealed = Derogado
decision-stage-lapsed = Venció
decision-over-amended = Este acuerdo cambió: ya no vale como está aquí.
decision-over-repealed = Este acuerdo se derogó: ya no vale.
decision-over-lapsed = Este acuerdo venció: llegó su revisión y nadie la hizo. Ya no vale.
decision-superseded = En su lugar vale:
decision-amends = Cambia:
decision-repeals = Deroga:
decision-review-due = Toca revisarlo.
decision-review-lapses = Sigue valiendo mientras tanto. Si nadie termina la revisión, vence el { $when }.
decision-review-help = Junten lo que pasó de verdad y decidan qué sigue. Lo puede anotar cualquier integrante.
decision-was-it-so = ¿Así fue?
decision-was-it-so-help = Este acuerdo te nombra. Léelo y di si quedó como fue.
decision-so = Así fue
decision-so-said = dice que así fue
decision-so-again = Decir si así fue
decision-not-so = No fue así, porque…
decision-not-so-reason = No fue así, porque…
decision-not-so-do = Decirlo
decision-not-so-said = dice que no fue así
decision-of-version = (de la versión { $version })
decision-silent = Falta que digan si así fue: { $names }
decision-dissent = Quién no está de acuerdo
decision-dissent-none = Nadie dejó palabras en contra.
decision-written-by = lo anotó { $name }
decision-dissent-own = No estoy de acuerdo: dejar dicho por qué
decision-dissent-words = Por qué no estás de acuerdo
decision-dissent-help = Se queda con tu nombre junto al acuerdo, para siempre. No lo detiene; para eso pide que se revise.
decision-dissent-do = Dejarlo dicho
decision-tasks = Quién hace qué
decision-tasks-done = { $count ->
    [one] { $done } de 1 hecha
   *[other] { $done } de { $count } hechas
}
decision-due = para el { $when }
decision-task-done = hecha
decision-task-late = se pasó la fecha
decision-task-mine = Te toca: di cómo va
decision-task-how = Decir cómo va
decision-task-do = Ya está hecha
decision-task-undo = Todavía no está hecha
decision-told = Cómo va
decision-told-do = Anotar cómo va
decision-present = Quiénes estuvieron
decision-present-count = { $count ->
    [one] Estuvo una persona.
   *[other] Estuvieron { $count } personas.
}
decision-forget = Borrar un nombre
decision-forget-help = Si alguien sin cuenta pide que no aparezca su nombre: se borra de aquí y del libro, y no se puede recuperar. Queda que alguien estuvo.
decision-forget-name = Borrar «{ $name }»
decision-somebody = Alguien de la comunidad
decision-unnamed = Alguien que no dio su nombre
decision-name-erased = (nombre borrado)
decision-foreseen = Lo que creíamos que iba a pasar
decision-was-foreseen = Se esperaba:
decision-reviewed-on = Revisado el { $when }
decision-reviewed-by = Lo anotó { $name }.
decision-verdict-renewed = Se queda como está
decision-verdict-amended = Cambia por otro acuerdo
decision-verdict-repealed = Se deroga: deja de valer
decision-petition = Pedir que se revise antes
decision-petition-help = { $needed ->
    [one] Di por qué. Con que una persona lo pida, la revisión se abre.
   *[other] Di por qué. Cuando lo pidan { $needed } personas, la revisión se abre.
}
decision-petition-do = Pedirlo
decision-petition-by = { $name } pidió revisarlo antes:
decision-petitions = Piden revisarlo antes
decision-petitions-count = { $count } de { $needed } personas que hacen falta.
share-members = Comparte: copia este texto y pégalo en el chat. El enlace solo lo abren integrantes.
share-superseded = YA NO VALE. En su lugar: { $other }
share-amended = YA NO VALE: cambió
share-repealed = YA NO VALE: se derogó
share-lapsed = YA NO VALE: venció
share-review = TOCA REVISARLO
share-against = { $count ->
    [one] Una persona no está de acuerdo; lo que dijo está en el enlace.
   *[other] { $count } personas no están de acuerdo; lo que dijeron está en el enlace.
}
decision-markdown = Guardar como Markdown
decision-acta = Acta firmada (archivo)
decision-acta-key = El acta firmada se comprueba en cualquier computadora, sin red: tequio verify acta acta.json. La llave de la comunidad es { $key }
decision-more = Corregir, cambiar o pedir revisión
decision-more-change = Cambiar o pedir revisión
decision-more-past = Imágenes y archivos
decision-change = Anotar un acuerdo que lo cambia
decision-history = Qué ha pasado
decision-happened-recorded = Se guardó
decision-happened-corrected = Se corrigió el acta
decision-happened-dissented = Alguien dejó palabras en contra
decision-happened-petitioned = Alguien pidió revisarlo antes
decision-happened-review = Llegó el día de revisarlo
decision-happened-early-review = Se abrió la revisión, antes de su fecha
decision-happened-renewed = Se revisó y se queda
decision-happened-amended = Otro acuerdo lo cambió
decision-happened-repealed = Se derogó
decision-happened-lapsed = Venció sin revisión
decision-fact-present = Estuvo { $name }
decision-fact-dissent = { $name } no está de acuerdo: { $words }
decision-fact-task = { $name }: { $words }
remove-what-decision = Es parte de la memoria de la comunidad. Sus palabras, lo que se dijo en contra y los nombres se borran de aquí y del libro, también los de versiones anteriores, y no se pueden recuperar; queda solo la huella de que hubo algo. Si el acuerdo ya no vale, mejor derógalo; si está mal escrito, corrige el acta.

## La revisión
review-title = Revisar el acuerdo
review-read-again = Leer otra vez el acuerdo
review-effects = Qué pasó de verdad
review-effects-help = Con lo que sepan de uno de los renglones basta. De lo que se esperaba, digan qué pasó.
review-ask-people = ¿Qué cambió para las personas?
review-ask-environment = ¿Qué cambió en el entorno?
review-ask-labour-and-money = ¿Cuánto trabajo y dinero costó?
review-ask-freedom = ¿Nos hizo más libres o menos?
review-ask-reversibility = ¿Todavía se podría deshacer?
review-ask-consulted = ¿A quién le preguntaron para esta revisión?
review-ending = Qué sigue
review-do = Terminar la revisión
field-effects = Di por lo menos en un renglón qué pasó.
field-effects-foreseen = Di qué pasó de verdad con cada cosa que se esperaba; también vale «nada que sepamos».
field-ending = Elige qué sigue con el acuerdo.
field-review-again = Si se queda: se vuelve a revisar el
field-review-again-help = A más tardar en un año.
field-by-label = Si cambia: por cuál acuerdo
field-by-help = Si todavía no está en la memoria, anótalo primero:
field-by-none = Ninguno
field-by = Elige el acuerdo que lo cambia.

## Avisos
notice-decision-recorded = Quedó guardado un acuerdo de una reunión en la que estuviste. Ahí dice también quién hace qué. ¿Así fue?
notice-decision-corrected = Se corrigió el acta de una reunión en la que estuviste. ¿Así fue ahora?
notice-decision-quoted = Un acta dice que no estuviste de acuerdo, con estas palabras. Si no fue así, dilo ahí.
notice-decision-task = Un acuerdo dice que te encargas de algo.
notice-decision-contested = Alguien dice que no fue así lo que guardaste.
notice-decision-progressed = Alguien contó cómo va una tarea de un acuerdo que guardaste.
notice-decision-review = Toca revisar un acuerdo.
notice-decision-renewed = Un acuerdo se revisó y se queda.
notice-decision-amended = Otro acuerdo lo cambia: ya no vale como estaba.
notice-decision-repealed = Se derogó: ya no vale.
notice-decision-lapsed = Un acuerdo venció: nadie terminó su revisión.
