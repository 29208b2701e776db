# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

## Enlazar
menu-link = Enlazar
link-lead = Una red de comunidades autónomas, sin nadie arriba: cada una en su nodo, y todas se pueden seguir.
link-closed = Esta comunidad todavía no está abierta a la red: desde otro nodo nadie puede seguirla.
link-follow-by = Sigue a esta comunidad desde donde estés
link-follow-help = Busca esta cuenta en Mastodon, Mobilizon, Gancio, GoToSocial u otro nodo, y te llegarán sus actividades públicas.
link-followers = { $count ->
    [0] Todavía nadie la sigue desde otro nodo.
    [one] La sigue una cuenta desde otro nodo.
   *[other] La siguen { $count } cuentas desde otros nodos.
}
link-dates = { $count ->
    [0] No hay fechas en la red.
    [one] Hay una fecha en la red.
   *[other] Hay { $count } fechas en la red.
}
link-since = Abierta a la red desde el { $day }.
link-peers = Los nodos a los que se les avisa
link-peer-silent = No contesta
link-peer-since = Desde el { $since }. Se vuelve a intentar el { $next }.
link-peer-behind = { $count ->
    [0] Está al día.
    [one] Le falta saber de una fecha.
   *[other] Le falta saber de { $count } fechas.
}
link-peer-told = Último aviso: { $moment }.
link-travels = Qué viaja
link-travels-text = Las actividades públicas de la agenda, cada fecha con su lugar y lo que dice, y el nombre de la comunidad. Llegan a los nodos de quienes la siguen, que guardan su copia: si algo deja de ser público se les pide borrarlo, y no hay modo de obligarlos.
link-never = Qué no viaja nunca
link-never-text = Lo que es para integrantes, lo sellado, las conversaciones, los nombres de quienes integran la comunidad y los de quienes van a cada actividad.
link-open = Abrir la comunidad a la red
link-open-address = Se le conocerá siempre por esta dirección, también si después tiene otra: { $address }
link-open-blocks = Si después alguien molesta desde otro nodo, se le puede limitar o suspender, o tratar solo con los nodos que elijan. También antes de abrir.
link-open-do = Abrir a la red
done-opened = La comunidad está abierta a la red: ya se le puede seguir desde otros nodos.
error-link-open = La comunidad ya está abierta a la red.
error-link-address = Así no se puede abrir a la red: otros nodos solo llegan a una dirección pública que empieza con https. Pídele a quien cuida el nodo que le ponga una (--origin). Ahora es:
error-webfinger = No se entiende por quién se pregunta: se espera acct:nombre@host o una dirección.
log-link-open = abrió la comunidad a la red
log-link-accept = aceptó que alguien la siga desde otro nodo
log-link-end = anotó que alguien ya no la sigue desde otro nodo
log-link-advance = puso en la red las fechas que se acercan
link-followed = A quién sigue esta comunidad
link-followed-help = Las actividades de las comunidades que sigue se juntan, cada una con su origen, en la agenda de la red.
link-asked = Espera respuesta
link-refused = No se deja seguir
link-unfollow = Dejar de seguir a { $name }
link-address = Comunidad de otro nodo
link-address-help = Su cuenta, como @etla@nodo.example, o la dirección de su página.
link-follow-do = Seguir
network-title = Agenda de la red
network-lead = Lo que viene en las comunidades que esta sigue. No es de esta comunidad: cada actividad lleva a su propio nodo.
network-only = Solo: { $what }.
network-all = Ver todo
network-empty = No hay nada por ahora. Cuando la comunidad siga a otras, sus actividades públicas aparecen aquí.
network-cancelled = Cancelada
network-origin = De { $name }, { $account }
network-more = Qué dice
network-places = Por lugar
done-asked-to-follow = Se le preguntó. En cuanto conteste que sí, sus actividades aparecen en la agenda de la red.
done-unfollowed = Ya no se le sigue, y sus actividades ya no aparecen.
error-link-closed = La comunidad no está abierta a la red. Ábrela primero: si no, nadie sabría quién pregunta.
error-follows-itself = Esa es esta misma comunidad.
error-follows-already = Ya se le sigue, o ya se le preguntó.
error-follows-many = La comunidad ya sigue a { $limit }, que es lo más que se puede. Deja de seguir a alguna.
field-follow-address = No se entiende. Escribe su cuenta, como @etla@nodo.example, o la dirección completa de su página, con https.
field-follow-visited = Esa dirección no se visita: no es pública, o no empieza con https.
field-follow-silent = Ese nodo no contesta ahora. Revisa la dirección, o prueba más tarde.
field-follow-nobody = Ahí no hay nadie a quien se pueda seguir. Revisa la dirección.
log-network-follow = preguntó a una comunidad de otro nodo si se le puede seguir
log-network-unfollow = dejó de seguir a una comunidad de otro nodo
log-network-answer = anotó lo que contestó una comunidad de otro nodo
log-activity-join = anotó que alguien viene desde otro nodo

## Con quién no se trata
blocks-title = Bloqueos
blocks-open = Bloqueos de esta comunidad
blocks-lead = Con quién trata esta comunidad en la red lo decide ella. Lo que decide vale aquí y en ningún otro lado.
block-limit = Limitar
block-limit-means = Lo suyo no se muestra en la agenda de la red. Le sigue llegando lo público de esta comunidad. Para seguirla o para venir a una actividad espera a que quien coordina le diga que sí.
block-suspend = Suspender
block-suspend-means = No se le recibe nada ni se le manda nada. Quien seguía a la comunidad desde ahí deja de seguirla y se le avisa, quien iba a venir ya no viene, la comunidad deja de seguir a quien seguía ahí, y sus actividades se borran de la agenda de la red. Al quitar la suspensión nada de eso regresa solo.
block-list = Poner en la lista de nodos con los que se trata
blocks-covers = Un nodo abarca también lo que está debajo de su nombre: con malo.example también correo.malo.example. Lo que ya tienen otros nodos no se borra, y lo público de la página lo puede leer cualquiera. Los bloqueos y sus razones los ven quienes integran la comunidad; fuera, nadie.
knocks-title = Esperan un sí
knocks-help = Están limitados: sin tu respuesta no siguen a la comunidad ni vienen.
knock-follow = quiere seguir a la comunidad.
knock-join = quiere venir a
knock-which = esta actividad
knock-yes = Decirle que sí a { $name }
knock-no = Decirle que no a { $name }
block-title = Limitar o suspender
block-target = Nodo o cuenta
block-target-help = Un nodo, como malo.example; o la dirección completa de una sola cuenta, como https://malo.example/users/eva.
block-measure = Qué se hace
block-reason = Por qué
block-reason-help = Lo leen quienes integran la comunidad. Puede quedar vacío.
block-do = Hacerlo
blocks-list = Quiénes son
blocks-limited = { $count ->
    [0] Nadie está limitado.
    [one] Hay uno limitado.
   *[other] Hay { $count } limitados.
}
blocks-suspended = { $count ->
    [0] Nadie está suspendido.
    [one] Hay uno suspendido.
   *[other] Hay { $count } suspendidos.
}
blocks-listed = { $count ->
    [0] La lista de nodos con los que se trata está vacía.
    [one] En la lista de nodos con los que se trata hay uno.
   *[other] En la lista de nodos con los que se trata hay { $count }.
}
blocked-limit = Limitado
blocked-suspend = Suspendido
blocked-list = En la lista
block-lift = Quitar de aquí a { $target }
blocks-pages = Páginas de los bloqueos
blocks-previous = Anteriores
blocks-next = Siguientes
listed-title = Solo con los de la lista
listed-on = La comunidad trata solo con los nodos que están en la lista: los demás cuentan como suspendidos.
listed-off = La comunidad trata con cualquier nodo que no esté suspendido.
listed-means = Si lo cambias, todo nodo que no esté en la lista cuenta como suspendido desde ese momento, también los de quienes ya siguen a la comunidad. Pon primero en la lista a los que quieres conservar.
listed-begin = Tratar solo con los de la lista
listed-end = Tratar otra vez con todos
done-blocked = Hecho: vale desde ahora.
done-lifted = Ya no está ahí.
done-listed-only = Desde ahora la comunidad trata solo con los nodos de la lista.
done-not-listed-only = La comunidad trata otra vez con todos los que no están suspendidos.
done-knock-answered = Se le contestó.
field-block-target = No se entiende. Escribe un nodo, como malo.example, o la dirección completa de una cuenta, con https.
field-block-own = Esa es la dirección de esta misma comunidad.
field-block-list-host = En la lista se ponen nodos enteros: escribe solo el nombre, como bueno.example.
error-block-there = Ya está así.
error-blocks-many = Son demasiados: caben { $limit }.
error-follows-suspended = Con ese nodo la comunidad no trata: está suspendido, o no está en la lista. Cámbialo en Bloqueos primero.
notice-network-knock = Alguien limitado de otro nodo espera tu respuesta
log-link-knock = anotó que alguien limitado de otro nodo espera un sí
log-link-answer = contestó a alguien limitado de otro nodo
log-block-set = limitó, suspendió o puso en la lista a alguien de la red
log-block-lift = quitó un bloqueo de la red
log-block-list-only = cambió con quién trata la comunidad en la red

## Lo que se reporta
reports-title = Reportes
reports-lead = Lo que alguien de otro nodo reporta de esta comunidad, y lo que sus integrantes reportan de la agenda de la red. Solo lo ve quien coordina.
reports-empty = No hay reportes abiertos.
reports-by-member = Lo reportó { $name }
reports-by-node = Llegó de { $actor }
reports-wordless = No dice por qué.
reports-forwarded = Se mandó a su nodo el { $moment }
report-forward = Mandarlo a su nodo
report-forward-words = Qué se les dice
report-forward-help = Va a nombre de la comunidad. Escríbelo con tus palabras: que no se sepa quién lo reportó.
report-forward-do = Mandarlo
report-close = Ya está: cerrarlo y borrar lo que dice
report-link = Reportar
report-title = Reportar una actividad
report-help = Lo lee quien coordina la comunidad, con tu nombre, y decide qué hacer: limitar o suspender ese nodo, o mandarle el reporte. Fuera de la comunidad nadie sabe que fuiste tú.
report-words = Qué no está bien
report-do = Reportar
done-reported = Quien coordina ya lo sabe. Gracias.
done-report-forwarded = Se mandó a su nodo.
done-report-closed = Está cerrado, y lo que decía se borró.
error-report-there = Ya lo reportaste. Quien coordina lo está viendo.
error-report-forwarded = Ya se mandó a su nodo.
error-report-suspended = Ese nodo está suspendido: no se le manda nada.
error-report-unreachable = Ese nodo no contesta ahora. Prueba más tarde.
error-reports-many = Hay demasiados reportes abiertos. Quien coordina tiene que cerrar algunos primero.
notice-network-report = Llegó un reporte
log-report-receive = recibió un reporte de otro nodo
log-report-make = reportó algo de la agenda de la red
log-report-forward = mandó un reporte al nodo de donde es
log-report-close = cerró un reporte

## Listas de bloqueos
blocks-import = Traer una lista
blocks-export = Guardar la lista propia
blocks-export-help = La lista que se guarda tiene los nodos y las razones, como la usa Mastodon. Las cuentas sueltas y los nodos con los que se trata no van en ella.
blocks-import-lead = Una lista de otros es un consejo, no una orden: mírala renglón por renglón y marca solo lo que esta comunidad quiera.
blocks-file = Archivo
blocks-file-help = Una lista CSV como la de Mastodon (#domain,#severity,…), o un nodo por renglón.
blocks-text = O pégala aquí
blocks-look = Ver qué tiene
blocks-another = Ver otra
blocks-problems = Estos renglones no se pueden tomar:
blocks-line = Renglón { $line }: { $what }
blocks-line-host = no dice qué nodo.
blocks-line-obfuscated = el nombre del nodo tiene letras tapadas con asteriscos.
blocks-line-severity = no se entiende qué pide: se espera silence o suspend.
blocks-line-nothing = no pide hacer nada (noop).
blocks-line-shape = no está bien escrito.
blocks-known = { $count ->
    [one] Un renglón dice lo que ya está o se repite.
   *[other] { $count } renglones dicen lo que ya está o se repiten.
}
blocks-nothing = No hay nada que tomar.
blocks-tick = Marca los que quieras. Los demás se quedan como están.
blocks-of-line = Renglón { $line }
blocks-now = ahora:
blocks-more = { $count ->
    [one] Hay uno más: trae la lista otra vez después.
   *[other] Hay { $count } más: trae la lista otra vez después.
}
blocks-take = Tomar los marcados
field-blocks-ticked = No marcaste ninguno. Mira la lista otra vez y marca los que quieras.

## Cerrar
link-close = Cerrar a la red
link-close-lead = La comunidad deja de estar en la red. En su página todo sigue igual.
link-close-followers = { $count ->
    [0] Nadie la sigue.
    [one] A la cuenta que la sigue se le avisa que ya no.
   *[other] A las { $count } cuentas que la siguen se les avisa que ya no.
}
link-close-dates = { $count ->
    [0] No hay fechas en la red.
    [one] A los nodos que saben de la fecha que está en la red se les pide borrarla. No hay modo de obligarlos.
   *[other] A los nodos que saben de las { $count } fechas que están en la red se les pide borrarlas. No hay modo de obligarlos.
}
link-close-followed = Deja de seguir a las comunidades que sigue, y su agenda de la red queda vacía.
link-close-coming = Quien ya dijo desde otro nodo que va, sigue en la lista; pero ya no puede cambiarlo desde ahí.
link-close-address = Desde otros nodos ya no se encuentra { $address }
link-close-again = No es para siempre: se puede abrir otra vez, con la misma dirección o con otra. Quienes la seguían tienen que volver a seguirla.
link-close-do = Cerrar a la red
done-closed-to-network = La comunidad está cerrada a la red.
log-link-close = cerró la comunidad a la red
link-open-node = Esa dirección es del nodo, no de la comunidad: si un día se va a otro nodo, no se lleva a quienes la siguen. Para que sea suya, pídele antes a quien cuida el nodo que le dé un nombre propio (tequio host), y ábrela después.
error-host-open = La comunidad está abierta a la red con el nombre que tiene, y con otro nadie la encontraría: quienes la siguen se perderían. Que quien la coordina la cierre primero (Enlazar → Cerrar a la red), y la abra después con el nombre nuevo.

## Morral
bundles-title = Morral
bundles-lead = Lo que la comunidad publica y contesta, en un archivo que alguien lleva en una memoria USB adonde no hay red. Cada cosa va firmada: quien la lleva no la puede cambiar.
bundles-closed = La comunidad no está abierta a la red, y sin eso no tiene con qué firmar. Ábrela primero.
bundles-take = Te trajeron un morral
bundles-file = El morral
bundles-file-help = Un archivo .tequio, de 16 MB cuando más. Se revisa entero antes de tomar nada. Uno más grande lo toma quien cuida el nodo: tequio bundle import.
bundles-their-fingerprint = La huella de la otra comunidad
bundles-their-fingerprint-help = Solo la primera vez, o si te lo pide. Pídesela en persona a quien coordina allá: está en su página de Morral. No la copies de un papel que vino con el archivo.
bundles-anew = Empezar de nuevo donde empieza este morral: lo que falta en medio ya no se puede conseguir, o la otra comunidad se restauró de un respaldo
bundles-take-do = Revisar y tomar
bundles-came = Morral de { $source }
bundles-fresh = { $count ->
    [0] No traía nada nuevo.
    [one] Traía una cosa nueva.
   *[other] Traía { $count } cosas nuevas.
}
bundles-through = Se ha leído hasta el número { $number }.
bundles-acknowledged = Allá ya tienen lo que se les mandó hasta el número { $number }: el próximo morral empieza después.
bundles-strange = Su acuse habla de otra cosa que la que se les mandó: no se hizo caso. Pasa si aquí o allá se restauró un respaldo.
bundles-not-followed = Esta comunidad no la sigue, o allá todavía no contestan; por eso sus actividades no están en la agenda de la red. Abajo se le puede pedir seguirla: la petición va en el próximo morral para ella, y sus actividades llegan en el que conteste.
bundles-sources = De quiénes se han leído
bundles-read = Leído hasta el número { $number }, el { $moment }.
bundles-for-anybody = De los que son para cualquiera.
bundles-follow = Pedir seguir a { $source }
bundles-give = Llevar un morral
bundles-give-help = Para una comunidad lleva lo que no ha recibido: sus respuestas y, si sigue a esta, las actividades. Si se pierde, se hace otro igual. No va cifrado si no lo pides: lo que lleva es público, o es para ella.
bundles-to = Para qué comunidad
bundles-to-help = Su dirección, como está en su página de Morral. Vacío: para cualquiera que siga a esta comunidad.
bundles-more = Cifrar, o empezar en otro número
bundles-age = Su llave para cifrar
bundles-age-help = Empieza con age1, y está en su página de Morral. Así solo esa comunidad lo puede leer.
bundles-from = Empezar en el número
bundles-from-help = Si allá dicen que falta algo. Vacío: después de lo último que acusaron.
bundles-give-do = Hacer el morral
bundles-streams = Lo que se ha llevado
bundles-anybody = Para cualquiera
bundles-said = Hasta el número { $number }.
bundles-said-to = Hasta el número { $number }; acusado hasta el { $taken }.
bundles-known = Por lo que se conoce a esta comunidad
bundles-known-help = Muéstrale esto en persona a quien va a recibir el primer morral: así sabe que es de ustedes.
bundles-qr = Código QR de la huella
bundles-fingerprint = Huella
bundles-actor = Dirección
bundles-age-own = Llave para cifrarle
done-bundle-follow = La petición va en el próximo morral para esa comunidad; también por la red, si la hay.
field-number = Escribe un número.
field-bundle-to = Escribe la dirección completa de la comunidad, con https, como está en su página de Morral.
field-bundle-itself = Esa es esta misma comunidad.
field-bundle-from = Se guarda del { $first } al { $last }: escribe uno de esos.
field-bundle-age = No es una llave para cifrar: empieza con age1.
field-bundle-fingerprint = No es una huella: son trece grupos de cuatro letras y números.
field-bundle-large = Pesa más de { $limit } MB. Quien cuida el nodo lo puede tomar con tequio bundle import.
field-bundle-unread = El archivo no se puede leer o escribir: { $why }
field-bundle-form = Esto no es un morral, o es de una versión más nueva: no se entiende el renglón { $number }. No se tomó nada.
field-bundle-cut = El morral está cortado: le falta el final. Cópialo otra vez, y saca la memoria solo cuando termine. No se tomó nada.
field-bundle-changed = El morral fue cambiado después de sellarlo. Pide otro. No se tomó nada.
field-bundle-keys = Las llaves del morral no se sostienen ({ $why }). No se tomó nada.
field-bundle-unknown = A { $source } no se le conoce todavía. Pídele en persona su huella a quien coordina allá, escríbela aquí y vuelve a elegir el archivo. No se tomó nada.
field-bundle-other-key = El morral dice ser de { $source }, y no es de la llave que se le conoce o cuya huella escribiste. Compara la huella en persona. No se tomó nada.
field-bundle-own = Es un morral de esta misma comunidad. No se tomó nada.
field-bundle-foreign = El morral es para { $whom }, no para esta comunidad. No se tomó nada.
field-bundle-sealed = El morral está cifrado para otra comunidad, o se dañó. No se tomó nada.
field-bundle-encrypted = El morral está cifrado: solo lo abre la comunidad para la que es, al tomarlo.
field-bundle-suspended = Con { $source } la comunidad no trata: está en sus bloqueos. No se tomó nada.
field-bundle-fork = El morral cuenta otra historia que la conocida, desde el número { $number }. Si la otra comunidad se restauró de un respaldo, marca que se empiece de nuevo; si no, pregunta qué pasó. No se tomó nada.
field-bundle-gap = Faltan del { $first } al { $last }: pide otro morral desde el { $first }. Si ya no los tienen, marca que se empiece de nuevo. No se tomó nada.
field-bundle-activity = Lo que lleva el número { $number } no es de quien hizo el morral ({ $why }). No se tomó nada.
field-bundle-audience = El número { $number } no es público ni para esta comunidad. No se tomó nada.
field-bundle-receipt = Un acuse del morral no se sostiene ({ $why }). No se tomó nada.
field-bundle-which = En este nodo hay varias comunidades abiertas a la red, o ninguna: di cuál con --community.
