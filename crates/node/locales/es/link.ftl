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
link-open-unblocked = Todavía no se puede bloquear a otro nodo. Lo que llega se limita, y nada de eso entra a la agenda de la comunidad; pero si temen que alguien moleste, mejor esperen.
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
