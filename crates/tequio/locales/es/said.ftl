# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

# Lo que dicen los comandos cuando todo salió bien.

said-samples = Tres comunidades de muestra. Entra como Ana a { $place } con la frase «{ $passphrase }».
said-found = Funda tu comunidad con este enlace, que sirve una sola vez:
said-by-telephone = Con un teléfono en la misma red:
said-no-telephone = Ese enlace solo lo abre esta computadora. Para teléfonos empieza con --lan, o di la dirección pública con --origin.
said-door = Puerta en la red local: { $address }
said-passkeys = Personas con llaves de acceso que abrían en { $host } y aquí ya no, y entran con su frase: { $count }
said-no-network = esta máquina no tiene ahora una dirección de una red local (tiene: { $own }); únela a la red y la puerta se abre, o di una dirección con --lan=DIRECCIÓN
said-none = ninguna

said-key = # Guarda la llave secreta en papel o en una memoria USB, nunca en el nodo. Quien la tiene abre tus respaldos; sin ella, nadie.
said-key-open = otras personas en esta máquina pueden leer ese archivo: chmod 600, o para la próxima tequio custodian --output ARCHIVO
said-key-written = La llave secreta quedó en { $file }. Llévatela de aquí; la pública es para tequio backup --to.
said-try = Pruébalo: tequio restore { $file } --identity LLAVE --data CARPETA-NUEVA
said-blob-missing = el contenido { $hash } falta o está dañado, y no va en el respaldo; tequio check dice de qué archivo es
said-drilled = El respaldo de { $made } regresa completo.
said-receipt = Para que el nodo lo sepa, dale ese código allá, con el mismo --data que usa.
said-opened = Anotado: alguien abrió un respaldo de este nodo con su llave.
said-mirror = Cópiala a un servidor de archivos que siempre esté encendido.
said-mirror-left = no va en la copia, porque ningún archivo puede llamarse así: { $path }
said-mirrored = { $count } archivos en { $folder }
said-upgraded = Los datos están al día. Como estaban quedó en { $file }.
said-up-to-date = Los datos ya estaban al día.
upgrade-pass = bien
upgrade-fail = MAL
upgrade-schema = los datos son del esquema { $found }, y este programa del { $known }
upgrade-newer = los datos son del esquema { $found }, y este programa solo conoce hasta el { $known }: usa el más nuevo
upgrade-room = hay { $free } libres; la copia de antes ocupa { $wanted }
upgrade-backup = el respaldo de { $made } se restauró y se encontró completo
upgrade-no-backup = ningún respaldo se ha restaurado para probarlo: tequio drill
upgrade-rehearsed = una copia se puso al día:
said-nothing-erased = Aquí no se ha borrado nada: un respaldo no necesita esta lista.
said-erased-again = De la lista { $file } se volvió a borrar lo que se había borrado: { $count }.
said-no-erasures = No hay lista de lo que se borró. Si alguien borró sus datos después de { $made }, volvió con este respaldo: bórralo otra vez, o restaura con --erasures.
said-bringing = … { $name } ({ $size }) desde { $host }
said-room = Caben { $room } más.
said-erased-since = Lo que se borró desde entonces, según el respaldo más nuevo de la repisa, se borró otra vez: { $count }.
said-restored = Ahora: tequio check --data { $folder } y tequio serve --data { $folder }. Que sirva en la misma dirección de antes (--origin), o los enlaces y códigos en papel llevarán a otra parte; todas las personas entran de nuevo.

said-whole = { $records } asientos, { $rows } renglones y { $blobs } contenidos de archivos: todo está como dicen los libros.
said-findings = { $count ->
    [one] encontré una cosa que no está bien
   *[other] encontré { $count } cosas que no están bien
}
said-in-log = Queda escrito en el libro de la comunidad.
said-invite = Quien abra este enlace funda aquí una comunidad aparte. No es para integrantes.

jobs-heading = estado	qué	cuándo	intentos	error
jobs-dead = sin remedio
jobs-waiting = espera
peers-heading = estado	comunidad	nodo	siguen	falta	avisado	calla desde	intentos	se intenta	error
peers-good = bien
peers-silent = no contesta
peers-none = Las comunidades de este nodo no hablan a ningún otro.
queue-none = No espera nada.
queue-coming = { $count ->
    [one] Una cosa de { $host } espera que se atienda desde { $since }.
   *[other] { $count } cosas de { $host } esperan que se atiendan desde { $since }.
}
said-host-network = En la red la comunidad sigue siendo { $address }, que es una dirección de este nodo: quienes la siguen no se pierden, y no se van con ella. Para que use el nombre nuevo hay que cerrarla a la red y abrirla otra vez.
jobs-none = No hay nada pendiente.

import-done = { $taken } traídas, { $unchanged } sin cambios
import-left = Renglón { $line }: { $why }
import-left-titled = Renglón { $line }: «{ $title }» { $why }
import-unread-titled = { $problem } («{ $title }»)
import-by-hand = se cambió aquí a mano y se queda como está; --replace escribe encima
import-fields = no cabe por: { $fields }
import-unfit-none = no tiene fechas
import-unfit-many = tiene demasiadas fechas
import-unfit-long = su regla tarda demasiado en seguirse
import-unfit-uid = su UID es más largo que el de cualquier programa

audit-unread = no se pudo leer { $place }: { $why }
audit-unread-more = no se pudieron leer { $count } lugares más del mismo tipo

tally-ranks = los números parecen lugares (en cada voto 1, 2, 3…), y para { $method } el mayor es el mejor: para lugares están schulze, ranked-pairs, irv y stv-…
tally-tie = quedó un empate sin romper; --ties SEMILLA lo rompe, con una semilla fijada antes de que alguien votara

config-head =
    # La configuración de Tequio. Un renglón que empieza con # no se lee: quita el # para dar un valor.
    # Una opción (--listen) o una variable (TEQUIO_LISTEN) va antes que lo que está aquí.
config-setting = { $what } Se permite: { $allowed }.
setting-data = La carpeta de datos: las llaves, y la base de datos que trae el programa.
setting-listen = La dirección en la que escucha el nodo.
setting-origin = La dirección por la que llega la gente. Detrás de un proxy, la pública.
setting-onion = El servicio onion del nodo, si además de su dirección tiene uno (docs/PUERTAS.md).
setting-database = Dónde están los datos: en un PostgreSQL (un primario y sus réplicas, con comas entre sus direcciones: docs/RELIABILITY.md), o sin nada aquí en la carpeta de datos, con SQLite.
setting-bucket = Dónde están los archivos de las publicaciones: en un S3, que varios procesos comparten, o sin nada aquí en la carpeta de datos. Dónde está el S3 y cómo se abre lo dicen AWS_ENDPOINT, AWS_REGION, AWS_ACCESS_KEY_ID y AWS_SECRET_ACCESS_KEY.
setting-lan = Si escucha también en la red local y muestra el QR de esa puerta.
setting-trusted-proxy = Proxies enfrente del nodo: lo que dicen con X-Forwarded-For, o en tls-listen con el protocolo PROXY, distingue a quien adivina de quien no.
setting-tls-listen = La dirección en la que escucha lo que viene cifrado hasta este nodo (docs/PUERTAS.md).
setting-tls-cert = El certificado para eso, con los que están encima de él (PEM). Si el archivo cambia, se vuelve a leer.
setting-tls-key = La llave de ese certificado (PEM).
setting-acme = Si en vez de eso pide certificados a una autoridad y los renueva: así aceptas sus condiciones. El correo es para que te avise.
setting-acme-directory = La autoridad.
setting-backups = Carpetas en las que se guarda un respaldo cada día, y enlaces de repisas en nodos amigos, con comas entre ellos; las carpetas que no están, como una memoria USB, se esperan. Quien lee un enlace puede traer lo que hay: este archivo, solo para el usuario del nodo.
setting-custodians = Las llaves públicas de quienes cuidan los respaldos, con comas entre ellas.
setting-reserve = Megabytes del disco que quedan libres: con menos, el nodo solo lee.
setting-mail = El servidor de correo por el que salen avisos, y enlaces para volver a entrar, a quienes dieron y confirmaron su dirección. Sin nada, el nodo no habla de correo.
setting-mail-from = De quién son esas cartas. Para que se puedan cancelar con un clic, el servidor las firma con DKIM.
setting-fediverse-allow-loopback = Solo para laboratorios: si visita otros nodos también por http y en esta misma máquina.

sorteo-terms = En la lista: { $roll }. Se sortean { $seats }; suplentes: { $alternates }.
sorteo-source = Deciden los números de: { $source }
sorteo-fixed = Huella de lo que quedó fijo: { $terms }, con la de la clave: { $nonce }
sorteo-drawn = Con { $numbers } sale lo mismo que dice el archivo:
sorteo-not-yet = Todavía no se sortea.
sorteo-alternate = suplente
sorteo-compare = Compara la huella de lo fijo con la que se publicó antes de los números, y los números con los que salieron.
acta-title = «{ $title }», { $community }
acta-key = Llave de la comunidad: { $key }
acta-signed = La firma es de esa llave, y nada cambió desde { $when }.
acta-text = El texto es el que se decidió.
acta-history = Hechos: { $count }. Todo lo que las reglas deciden por sí solas sale igual. Etapa: { $stage }.
acta-assembly = Hechos: { $count }. A quién le tocaba la palabra, cuántas manos hubo y cuándo se aprueba salen igual. { $stage }.
acta-agreements = Acuerdos: { $count }. Sus textos son los que se acordaron ahí.
acta-compare = Compara la llave con la del acta impresa: cualquiera puede firmar con otra (--key la comprueba).

consulta-wordings = { $count ->
    [one] La pregunta no cambió desde que se hizo.
   *[other] La pregunta se redactó { $count } veces, cada una con sus razones.
}
consulta-forked = Quien la hizo la redactó de dos maneras al mismo tiempo. Vale la que más comunidades contestaron.
consulta-taken-up = la está pensando.
consulta-declined = no la toma: { $reasons }
consulta-contradictory = dice dos cosas a la vez. No se cuenta ninguna.
consulta-says-agree = de acuerdo. De { $members } integrantes, { $agree } a favor, { $aside } no lo comparten y { $object } en contra.
consulta-says-stand-aside = no lo comparte, pero no lo frena. De { $members } integrantes, { $agree } a favor, { $aside } no lo comparten y { $object } en contra.
consulta-says-object = no. De { $members } integrantes, { $agree } a favor, { $aside } no lo comparten y { $object } en contra.
consulta-uncounted-not-asked = No se cuenta: no estaba entre las comunidades a las que se preguntó.
consulta-uncounted-other-question = No se cuenta: contesta otra pregunta.
consulta-uncounted-people = No se cuenta: declara más voces que integrantes, o ninguna.
consulta-uncounted-no-answer = No contesta.
consulta-silent = No dijeron nada: { $names }.
consulta-untimely = { $count ->
    [one] Una respuesta no se cuenta, porque tiene una fecha de antes o de después del plazo.
   *[other] { $count } respuestas no se cuentan, porque tienen una fecha de antes o de después del plazo.
}
consulta-left-out = Queda fuera la { $number } del archivo ({ $name }): { $why }
consulta-sums = Comunidades: { $agree } de acuerdo, { $aside } no lo comparten y { $object } en contra. En ellas, { $people-agree } personas a favor, { $people-aside } no lo comparten y { $people-object } en contra.
consulta-end-open = Todavía se puede contestar.
consulta-end-agreed = Hay acuerdo, por la regla que se fijó al preguntar.
consulta-end-not-agreed = No hay acuerdo, por la regla que se fijó al preguntar.
consulta-end-too-few = Contestaron muy pocas comunidades.
consulta-end-torn = La pregunta se partió en dos, y ninguna tiene más respuestas.
consulta-end-map = No había nada que contar: las respuestas quedan una junto a otra.
consulta-compare = Las llaves dicen quién firmó; que sean de quienes dicen ser, se compara con las que cada comunidad publica.
consulta-otherwise = quien publicó el archivo dice otra cosa de lo que sale ({ $claim }). Lo que sale:
consulta-form = no es una consulta, o es de una versión más nueva: { $why }
consulta-call = la pregunta no vale: { $why }
consulta-flaw-amending = deja menos de siete días para proponer otra redacción
consulta-flaw-answering = deja menos de 21 días para contestar
consulta-flaw-anybody = cuenta a cualquiera, y solo se puede contar a quienes se preguntó por su nombre
consulta-flaw-nobody = no le pregunta a nadie
consulta-flaw-share = una proporción no es una fracción de 0 a 1
consulta-elsewhere = es de otra consulta
consulta-no-words = no trae la redacción de la que habla, o trae otra
consulta-no-acta = no trae el acta de la que habla, o trae otra
consulta-foreign-acta = el acta es de otra comunidad
consulta-undecided = según el acta, eso no se decidió
consulta-no-dissent = calla lo que el acta tiene en contra
said-exported = Empacada hasta el renglón { $records } de su registro. Va a { $address }. Aquí ya nada cambia en ella, y queda un letrero que lleva allá.
said-exported-back = Si de esto no resulta nada: tequio community return { $community }. Cuando allá ya esté entera: tequio community forget { $community }; hasta entonces sus datos quedan aquí, también los que tenían plazo.
said-imported = Está entera: { $records } renglones de su registro, verificados.
said-imported-elsewhere = el nodo de donde viene manda a la gente a { $expected }. Que esa dirección lleve aquí, o sirve este nodo con --origin en ella.
said-imported-codes = Nadie de quienes la coordinan tiene códigos impresos. Estos son de { $name }: dáselos en mano, cada uno sirve una vez.
said-imported-in = Cada quien entra con su nombre y un código impreso, en la página para entrar; quien no tenga, con dos personas que respondan por ella.
said-returned = La comunidad sigue aquí. Las personas entran de nuevo.
said-forgotten = Olvidada: de sus palabras y archivos ya nada se lee aquí. Los respaldos hechos antes las tienen hasta que se quiten.
bundle-range = Lleva del { $first } al { $last }.
bundle-empty = No lleva nada nuevo.
bundle-receipt-inside = Lleva el acuse de lo recibido hasta el { $last }.
bundle-no-receipt = De ahí no se ha recibido nada, y no hay qué acusar.
bundle-came = Morral de { $source }
bundle-fresh = Cosas nuevas: { $count }. Se ha leído hasta el { $last }.
bundle-acknowledged = Allá ya tienen lo que se les mandó hasta el { $last }.
bundle-strange = Su acuse habla de otra cosa que la que se les mandó, y no se hizo caso: pasa si aquí o allá se restauró un respaldo.
bundle-not-followed = La comunidad no la sigue, o allá todavía no contestan: sus actividades no están en la agenda de la red. Quien coordina se lo puede pedir en la página Morral, y la petición va en el próximo.
bundle-source = De: { $source }
bundle-destination = Para: { $destination }
bundle-anybody = cualquiera
bundle-created = Hecho: { $when }
bundle-key = Huella: { $fingerprint }
bundle-age = Para cifrarle: { $age }
bundle-receipt-for = Acusa lo de { $source } hasta el { $last }.
bundle-compare = Está entero y sellado con esa llave. Que la llave sea de quien dice, se compara en persona.
