# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

# Lo que no se entiende o no se pudo, en una línea cada cosa.

# Mal uso
misuse-help = ({ $command })
misuse-near = – ¿quisiste decir { $near }?
misuse-value = «{ $value }» no sirve para { $argument }: se permite { $allowed }
misuse-wrong = «{ $value }» no sirve para { $argument }: { $why }
misuse-no-value = falta el valor de { $argument }
misuse-number = se permite un número entero
misuse-day = se permite un día como 2026-11-01
misuse-zone = se permite un nombre de la IANA como America/Mexico_City
misuse-unknown = «{ $argument }» sobra o no existe
misuse-command = no hay un comando «{ $command }»
misuse-commands = falta un comando: se permite { $allowed }
misuse-equals = el valor de { $argument } va después de un signo de igual
misuse-lan = el valor de --lan va después de un signo de igual, como --lan=true: se permite { $allowed }
misuse-conflict = { $argument } no va junto con { $other }
misuse-twice = { $argument } se da una sola vez
misuse-missing = falta: { $arguments }
wrong-value = { $key } (de { $source }): se permite { $allowed }
wrong-file-there = ARCHIVO: ya existe { $file }; se permite un nombre nuevo
wrong-no-folder = ARCHIVO: no hay una carpeta { $folder }; se permite un archivo en una que exista
wrong-folder = { $key }: no hay una carpeta { $folder }
wrong-no-system = --root: en { $folder } no hay un sistema: se permite la carpeta donde está montado un disco que lo tenga
wrong-identity = --identity: { $file } no es un archivo con llave: se permite lo que mostró tequio custodian, con su AGE-SECRET-KEY-…
wrong-identity-swapped = --identity: { $backup } es la llave, y está donde va el respaldo: tequio restore RESPALDO --identity LLAVE
wrong-file = { $key }: { $file }: { $why }
wrong-erasures = --erasures: no es un renglón de tequio erasures: { $line }
wrong-receipt = ese código no es de un respaldo que haya hecho este nodo
wrong-kind = --kind: se permite coordination, agenda o care
wrong-days = --to: se permite un día después de --from
wrong-seats-irv = --seats: irv elige una opción; varias se eligen con stv-scottish o stv-meek
wrong-seats-budget = --seats: un presupuesto no los tiene
wrong-seed = --elimination seed: necesita --ties con la semilla

# Configuración
source-default = lo usual
source-with-files = junto con tls-cert
source-environment = las variables del entorno
allowed-data = una carpeta vacía, por crear, o hecha por Tequio
allowed-data-node = la carpeta de un nodo (tequio serve hace una)
allowed-data-empty = una carpeta vacía o por crear
allowed-listen = una dirección y un puerto, como 127.0.0.1:3456
allowed-origin = http:// o https:// con un host y nada después, como https://nodo.example
allowed-onion = nada, o http:// con un host que termine en .onion
allowed-database = postgres://USUARIO@HOST/NOMBRE, varias con comas entre ellas si son un servidor primario y sus réplicas, o nada para SQLite
allowed-bucket = s3://NOMBRE o s3://NOMBRE/CARPETA, o nada para la carpeta de datos
allowed-lan = true, false, o la dirección de esta máquina en esa red
allowed-trusted-proxy = nada, o direcciones y redes con comas entre ellas, como 127.0.0.1, 10.0.0.0/8
allowed-tls-listen = nada, o una dirección y un puerto como 0.0.0.0:443, con un origin de https:// y con tls-cert y tls-key o con acme
allowed-tls-cert = nada, o un archivo PEM, junto con tls-key
allowed-tls-key = nada, o un archivo PEM, junto con tls-cert
allowed-acme = un correo, true o false; y sin tls-cert ni tls-key
allowed-acme-directory = una dirección https://
allowed-backups = nada, o carpetas, o enlaces de repisas (https://NODO/shelf/…), con comas entre ellos
allowed-custodians = una o más llaves públicas age1… con comas entre ellas (tequio custodian hace una); sin backups, también nada
allowed-reserve = un número entero de megabytes; 0 es sin reserva
allowed-mail = nada, o smtps://USUARIO:CONTRASEÑA@HOST, o smtp:// donde cifra con STARTTLS o es esta misma máquina
allowed-mail-from = con mail, una dirección, como Tequio <tequio@nodo.example>
allowed-fediverse-allow-loopback = true o false
allowed-only = solo { $list }
allowed-readable = un archivo que se pueda leer ({ $why })
allowed-toml = TOML ({ $why })

# El sistema
system-not-found = no existe ese archivo o carpeta
system-denied = sin permiso
system-exists = ya existe
system-full = el disco está lleno
system-folder = es una carpeta
system-not-folder = no es una carpeta
system-read-only = ahí no se puede escribir
unread-cycle = sus enlaces dan vueltas
unread-large = tiene más de { $bytes } bytes
unread-not-a-file = no es un archivo común
unread-no-data = no trae datos de freedom-data

# El nodo
error-port-taken = otro programa ocupa el puerto { $port }: escoge otro con --listen (o --tls-listen), por ejemplo { $ip }:{ $next }
error-address = esta máquina no tiene la dirección { $address }: escoge una que tenga con --listen, --tls-listen o --lan
error-network = { $address }: { $why }
error-certificate = el certificado (tls-cert, tls-key): { $why }
certificate-none = en el archivo no hay ningún certificado (PEM)
certificate-no-key = en el archivo no hay ninguna llave privada (PEM)
certificate-unfit = el certificado y la llave no se pueden usar juntos ({ $why })
certificate-dates = el certificado no dice hasta cuándo vale ({ $why })
error-signals = no se pueden oír señales: { $why }
error-chance = el sistema no da números al azar: { $why }
error-foreign-folder = { $folder } no está vacía ni es de Tequio: escoge una carpeta vacía o una que haya hecho Tequio
error-foreign-mirror = { $folder } no está vacía ni es una copia: escoge una carpeta vacía o una que haya escrito este comando
error-folder = la carpeta de datos { $folder }: { $why }
error-unknown = aquí nada se llama { $name }
error-not-locked-out = { $name } no se quedó afuera: alguien que coordina entró en los últimos 30 días. Pídele, o que dos integrantes convoquen a elegir en la página de cargos; el rescate es para una comunidad donde nadie que coordina entra
error-served = otro Tequio ya sirve { $folder }: detén ese primero, o escoge otra carpeta con --data
error-other-key = { $file } no es la llave de esta base de datos: pon ahí la llave con la que se hizo (todos los procesos de una misma base tienen el mismo archivo), o restaura un respaldo en una carpeta vacía
error-origin = no se puede hacer una dirección para el puerto { $port }: di con --origin por cuál llega la gente
error-durability = un cambio no se pudo guardar a salvo; el nodo se detiene y se recupera al volver a empezar
error-mail = Al servidor de correo (--mail) no se le puede reconocer: esta máquina no tiene certificados (en Debian, el paquete ca-certificates).
error-record = un asiento del libro está dañado: { $what }
error-conflict = el cambio choca con lo que ya está guardado: { $what }
error-busy = la base de datos está ocupada
error-durable = la base de datos no pudo guardar a salvo un cambio: { $what }
error-stored = un valor guardado está dañado: { $what }
error-newer = los datos son de una versión más nueva (esquema { $found }; este programa conoce { $known }); usa esa versión o una posterior
error-unreachable = la base de datos no contesta ({ $what }): revisa la dirección en --database o TEQUIO_DATABASE, y que PostgreSQL esté en marcha y acepte escrituras
error-engine = la base de datos respondió: { $what }
error-blob-folder = la carpeta de archivos: { $what }
error-blob-store = el almacén de archivos: { $what }
error-blob-missing = falta el contenido { $hash }
error-blob-damaged = el contenido { $hash } no es el que se guardó
error-key-file = el archivo con la llave del nodo: { $what }
error-key-malformed = el archivo con la llave del nodo no tiene una llave
error-key-closed = una llave no abre lo que debe: ¿este archivo de llave es el de estos datos?

# Respaldos
error-no-custodian = di con --to al menos quién lo cuida: tequio custodian hace una llave para esa persona
error-recipient = --to: { $text } no es la llave pública de quien cuida (age1…)
wrong-shelf = eso no es el enlace de una repisa: se permite https://NODO/shelf/…, y detrás, si quieres uno en particular, una diagonal y su nombre
wrong-shelf-empty = en esa repisa no hay ningún respaldo todavía
wrong-not-there = en esa repisa no hay { $name }; hay: { $there }
wrong-newest = el respaldo más nuevo de la repisa, donde está lo que se borró desde entonces, no se abre ({ $why }). Con --erasures ARCHIVO dices tú qué se borró; un archivo vacío es nada
error-shelf-away = no se llega al nodo de la repisa: { $why }
error-shelf-untrusted = el nodo de la repisa muestra un certificado que no vale: { $why }
error-shelf-closed = ese enlace no abre ninguna repisa: está cerrada, o tiene otro. Pídeselo a quien cuida ese nodo
error-shelf-full = la repisa está llena
error-shelf-missing = en esa repisa ya no hay nada con ese nombre
error-shelf-answer = ese nodo no contesta como una repisa: { $what }
error-shelf-cut = el respaldo no llegó completo: inténtalo otra vez
error-closed = esta llave no abre el respaldo: se hizo para que lo cuiden otras personas
error-not-a-backup = esto no es un respaldo de Tequio
error-incomplete = el respaldo está incompleto: vuelve a copiarlo de donde se hizo
error-damaged = el respaldo está dañado: { $what }
error-backup-newer = el respaldo es de una versión más nueva (esquema { $schema }); usa esa versión o una posterior
error-not-empty = ya hay datos: restaura en una carpeta vacía y una base de datos vacía

# Lo que encuentra check
finding-search-index = search_index: no es lo que dice search_terms, nada se perdió; con el nodo detenido, hazlo de nuevo: sqlite3 { $file } "{ $rebuild }"
finding-closed-key = { $table } { $row }: la llave no abre
finding-unknown-row = { $table } { $row }: el libro no sabe de este renglón
finding-differs = { $table } { $row }: no es lo que dice el libro en { $columns }
finding-not-erased = erasures { $row }: se borró, y su llave sigue ahí
finding-missing-row = { $table } { $row }: el libro dice que este renglón existe

# Archivos de votos
file-endings = se permiten las terminaciones .blt, .soc, .soi, .toc, .toi, .cat, .pb y .csv
file-other-ballots = { $method } cuenta { $wants }, y el archivo tiene { $has }
ballots-ranked = órdenes
ballots-scored = puntos
ballots-budget = un presupuesto
wants-budget = un presupuesto (.pb)
wants-any = puntos u órdenes
wants-scored = puntos (.csv o .cat)
file-nobody = nadie ha votado
ballots-line = renglón { $line }: { $what }
ballots-expected = se esperaba { $expected }, y dice { $found }
ballots-end = el archivo termina donde se esperaba { $expected }
ballots-no-option = no hay una opción { $option }
ballots-again = { $what } ya estaba
ballots-equal = este formato no admite lugares iguales
ballots-incomplete = este formato no admite votos incompletos
ballots-count = el archivo dice { $what }
ballots-twice = la opción { $option } está dos veces en este voto
ballots-too-many = son más votos de los que se pueden contar
ballots-too-many-options = son más de 10,000 opciones
ballots-encoding = esto no es UTF-8
expected-a-rank-from-1-or-nothing = un lugar desde 1, o nada
expected-a-whole-number-or-nothing = un número entero, o nada
expected-the-name-of-an-option = el nombre de una opción
expected-a-weight-above-0 = un peso mayor que 0
expected-a-line-of-options = un renglón de opciones
expected-a-line-of-columns = un renglón de columnas
expected-an-option = una opción
expected-an-option-or-0-at-the-end-of-the-ballot = una opción, o 0 al final del voto
expected-a-number = un número
expected-a-count = una cantidad
expected-a-count-above-0 = una cantidad mayor que 0
expected-a-cost-above-0 = un costo mayor que 0
expected-an-amount = un monto
expected-a-name-in-quotes = un nombre entre comillas
expected-1-0-or-1 = 1, 0 o -1
tally-no-options = no hay opciones
tally-no-ballots = no hay votos
tally-seats = los lugares van de 1 al número de opciones, { $options }
tally-equal-ranks = el voto { $ballot } da el mismo lugar a varias opciones, y este método no lo puede contar
tally-too-many-ties = hay demasiados empates para seguir cada forma de romperlos: hace falta una semilla fijada de antemano (--ties)
tally-dots = el voto { $ballot } da { $given } calcomanías, y cada quien tiene { $limit }
tally-negative-dots = el voto { $ballot } da menos que nada

sorteo-form = no es un sorteo que este programa conozca ({ $why })
sorteo-twice = alguien está dos veces en la lista
sorteo-seats = no se sortea a nadie, o a más personas de las que hay en la lista
sorteo-nonce = la clave no es la que se prometió
sorteo-numbers = los números no están escritos como se sortean: enteros, con un espacio entre ellos
sorteo-others = con estos números le toca a otras personas
untrue-form = no es un acta que este programa conozca ({ $why })
untrue-signature = la firma no es de la llave que dice: alguien cambió el archivo
untrue-key = la firmó otra llave: { $key }
untrue-text = el texto no es el que se decidió
untrue-begin = la historia no empieza por un borrador
untrue-end = la historia termina antes de lo que sigue por las reglas
untrue-earlier = el hecho { $event } es anterior al que está antes
untrue-otherwise = el hecho { $event } no sale de las reglas: ahí pasa otra cosa
untrue-terms = el hecho { $event } fija un texto, una lista o unas reglas que no son las de esta decisión
untrue-voice = el hecho { $event } es de alguien que ahí no tenía voz, o de otro texto
