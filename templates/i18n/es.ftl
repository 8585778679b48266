# Español. Las mismas claves que en.ftl, en el mismo orden.
# The frame of every report.
contents = Contenido
draft = BORRADOR
draft-why = Hecho con documentos que no están registrados en el historial firmado.
to-content = Ir al contenido
page-of = Página { $page } de { $pages }
notice-broken = El historial firmado está ROTO. No confíe en este informe antes de entender lo que dice «ircase verify».
notice-incomplete = El historial firmado no se puede juzgar entero: falta algo. Vea el final de este informe.
notice-language = Este informe pide el idioma «{ $language }», que aún no existe. Sus palabras propias están en inglés.

# Where a report comes from.
provenance = De dónde viene este informe
provenance-record = Todo lo anterior se hizo con los documentos tal como están en este registro del historial firmado.
provenance-draft = Los documentos cambiaron después de este registro: este informe muestra más, u otra cosa, que lo firmado.
provenance-no-trail = Estos documentos no tienen historial firmado. Nadie responde por ellos.
provenance-commit = Registro
provenance-signer = Firmado por
provenance-time = Hora, según quien firma
provenance-verdict = Veredicto sobre el historial
provenance-trust-root = Primer registro (raíz de confianza; compárela con la que usted recibió)
provenance-version = Hecho con
provenance-check = Cualquiera puede comprobarlo sin confiar en nosotros: «git log --show-signature» muestra cada firma e «ircase verify» repite el veredicto.
signer-unknown = desconocido
verdict-of = { $verdict } ({ $verified } de { $records } registros verificados)
verdict-not-checked = { $count } clases de comprobación aún no existen; «ircase verify» las nombra
verdict-not-verified = sin verificar
verdict-valid = válido
verdict-warning = válido, con advertencias
verdict-invalid = ROTO
verdict-incomplete = no se puede juzgar

# Days and times.
date = { $day } de { $month } de { $year }
weekday-date = { $weekday }, { $date }
date-time = { $date }, { $time } ({ $offset })
month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre
weekday-1 = lunes
weekday-2 = martes
weekday-3 = miércoles
weekday-4 = jueves
weekday-5 = viernes
weekday-6 = sábado
weekday-7 = domingo
unit-years =
    { $count ->
        [one] { $count } año
       *[other] { $count } años
    }
unit-months =
    { $count ->
        [one] { $count } mes
       *[other] { $count } meses
    }
unit-weeks =
    { $count ->
        [one] { $count } semana
       *[other] { $count } semanas
    }
unit-days =
    { $count ->
        [one] { $count } día
       *[other] { $count } días
    }
unit-hours =
    { $count ->
        [one] { $count } hora
       *[other] { $count } horas
    }
unit-minutes =
    { $count ->
        [one] { $count } minuto
       *[other] { $count } minutos
    }
unit-seconds =
    { $count ->
        [one] { $count } segundo
       *[other] { $count } segundos
    }
time-unknown = Hora desconocida
precision-year = con precisión de un año
precision-month = con precisión de un mes
precision-day = con precisión de un día
precision-hour = con precisión de una hora
precision-minute = con precisión de un minuto
precision-second = con precisión de un segundo
precision-approx = aproximadamente

# Words that many places use.
not-stated = no consta
unknown = desconocido
never = nunca
answer-yes = sí
answer-no = no
answer-unknown = se desconoce
who = Quién
when = Cuándo
how = Cómo
what = Qué pasó
time = Hora
proof = Prueba
witness = testigo
role = Papel
channel = Canal
channels = Canales
address = Número o dirección
hours = Horario
level = Nivel
meaning = Significado
reached = Contactado
encrypted = cifrado de extremo a extremo
day-and-night = día y noche
id = Identificador
status = Estado
reference = Referencia
sha256 = SHA-256
codename = Nombre en clave

# The reports.
report-incident = Informe de incidente
report-agreement = Acuerdo
report-contact-card = Tarjeta de contactos
report-other = Informe
agreement = Acuerdo
contact-card-title = A quién llamar: { $codename }

# Incidents.
origin = Origen
determination = Determinación
severity = Gravedad
severity-unknown = desconocida, cuenta como en el umbral
at-threshold = en el umbral acordado o por encima
detected-at = Detectado
occurred-at = Comenzó
aware-at = La organización lo sabe con certeza
determined-at = Determinado
contained-at = Contenido
recovered-at = Recuperado
closed-at = Cerrado
commander = Dirige la respuesta
scribe = Toma nota
responders = También responden
discovery = Cómo se descubrió
assets = Qué está afectado
affected-people = Personas afectadas
about = unas { $count }
about-records = unos { $count } registros
vulnerable = algunas en especial peligro
personal-data = Datos personales
impact = Impacto
ongoing = Sigue en curso
malicious = Con intención de dañar
cross-border = Más de un país
classification = Clasificación
handling = Se gestiona
referrals = Derivado a
related = Relacionado
restricted-to = Solo pueden saberlo
who-was-told = A quién se avisó
nobody-told = Ninguna entrada de la cronología dice que se avisara a alguien.
not-told = Contactos acordados de los que ninguna entrada dice que se les contactara:
suspension = Suspensión de la auditoría
suspension-decision = Decisión
decided-at = Decidido
resume-conditions = Continúa cuando
resumed-at = Reanudado
timeline = Cronología
timeline-zone = Las horas son las de los relojes en { $zone }.
timeline-empty = La cronología no tiene entradas.
narrative = Relato
line-superseded = sustituida por una entrada posterior
line-supersedes = sustituye a { $value }
line-to = a { $value }
line-channel = por { $value }
line-reached = contactado: { $value }
line-about = sobre: { $value }
line-chosen = elegido: { $value }
line-because = porque { $value }
line-dissent = en desacuerdo: { $value }
line-by = decidido por { $value }
line-change = cambio: { $value }
line-command = orden: { $value }
line-evidence = prueba { $value }
line-actor = hecho por { $value }
line-confidence = confianza: { $value }
line-recorded-late = anotado aquí { $value }
line-recorded-by = registrado por { $value }

# The agreement.
representatives-organization = Firma por la organización
representatives-auditor = Firma por la auditoría
period-start = Comienza
period-end = Termina
translation-of = Traducción de (aquel obliga)
locations = Lugares
review-every = Se revisa cada
rehearse-every = Se ensaya cada
incident-definition = Qué cuenta como incidente
determination-guidelines = Cómo saber si lo es
severities = Niveles de gravedad
notify-within = Avisar en
review-within = Revisar en
threshold-is = Se avisa al contacto desde esta gravedad:
contacts = Contactos
contact-primary = Primer contacto
contact-secondary = Segundo contacto
contact-alternate = Suplente
contact-unagreed = Sin acuerdo
no-contact = No hay contacto acordado.
no-channel = no consta ningún canal
card-unreadable = No se puede leer { $path }; esto es lo que se pudo leer. Puede faltar algo.
escalation = Cuando nadie responde
escalation-step = Tras { $after } sin respuesta: { $who }
procedure = Qué se hace
procedure-caused = Cuando lo causó la auditoría
procedure-uncovered = Cuando lo descubrió la auditoría
procedure-reported = Cuando lo comunicó la organización
procedure-suspend = Cuándo se detiene la auditoría
procedure-resume = Cuándo continúa la auditoría
procedure-decided-by = Quién lo decide
scope = Alcance
scope-in = Se puede probar
scope-out = No se puede probar
scope-hosts = Máquinas
scope-change = Cómo se cambia el alcance
predefined-incidents = Incidentes acordados de antemano
disclosure-period = En cuánto tiempo se avisan las partes
to-organization = De la auditoría a la organización
to-auditor = De la organización a la auditoría
forbidden-channels = Canales prohibidos
meeting-place = Lugar para hablar con seguridad
response-duty = Qué debe la auditoría
duty-respond = Responde
duty-refer = Deriva a
duty-paid = Con pago
duty-third-party = Un equipo externo trabaja
disclosure = A quién se puede contar
disclosure-controls = La organización decide qué se cuenta a otros
disclosure-funder = Se puede contar a quien financia
disclosure-approval = Cómo se da el consentimiento
evidence = Pruebas
evidence-consent = Se pueden capturar tráfico y pantallas
evidence-handling = Cómo se guardan
evidence-acquisition = Cómo se toman
data-handling = Dispositivos, datos y conversaciones
retention = Cuánto se conserva este expediente
retention-period = Se conserva
retention-request = Se borra antes si se pide
retention-method = Cómo se destruye
third-parties = Otros cuyo consentimiento hace falta
regimes = Leyes que pueden pedir un aviso
liability-waiver = Responsabilidad
code-of-conduct = Código de conducta
signatures = Firmas
signed-content = { $who } firmó este contenido (SHA-256):
signed-other-content = { $who } firmó un contenido anterior, no el que se muestra aquí (SHA-256):
no-signatures = Nadie ha firmado.

# The contact card.
card-threshold = Llame desde la gravedad «{ $severity }», y siempre que dude.
card-threshold-within = Llame desde la gravedad «{ $severity }», en un plazo de { $within }, y siempre que dude.
never-use = No usar nunca:
absent = Ausente del { $from } al { $to }; suplente: { $deputy }.
key-not-compared = sin comparar con su titular

# Labels of vocabularies.
incident-status-reported = comunicado
incident-status-triage = en evaluación
incident-status-confirmed = confirmado
incident-status-contained = contenido
incident-status-eradicated = erradicado
incident-status-recovered = recuperado
incident-status-post-incident = posterior al incidente
incident-status-closed = cerrado
incident-status-reopened = reabierto
incident-status-false-positive = falso positivo
incident-status-near-miss = casi incidente
agreement-status-draft = borrador
agreement-status-proposed = propuesto
agreement-status-signed-by-one = firmado por una parte
agreement-status-active = vigente
agreement-status-amended = modificado, aún sin firma de ambas partes
agreement-status-expired = vencido
agreement-status-terminated = terminado
agreement-status-archived = archivado
origin-caused-by-auditor = causado por la auditoría
origin-uncovered-by-auditor = descubierto por la auditoría
origin-reported-by-organization = comunicado por la organización
origin-reported-by-third-party = comunicado por un tercero
origin-monitoring = detectado por supervisión
origin-unknown = desconocido
determination-suspected = sospecha
determination-confirmed = confirmado
determination-near-miss = casi incidente
determination-false-positive = falso positivo
determination-unknown = se desconoce
entry-type-observation = Observación
entry-type-measure = Medida
entry-type-decision = Decisión
entry-type-communication = Comunicación
entry-type-custody = Custodia
entry-type-witness = Testimonio
entry-type-note = Nota
phase-prepare = preparación
phase-detect = detección
phase-analyze = análisis
phase-contain = contención
phase-eradicate = erradicación
phase-recover = recuperación
phase-learn = aprendizaje
channel-phone = teléfono
channel-signal = Signal
channel-email = correo electrónico
channel-wire = Wire
channel-matrix = Matrix
channel-in-person = en persona
function-primary-contact = primer contacto
function-secondary-contact = segundo contacto
function-alternate = suplente
function-management = dirección
function-it = informática
function-legal = asesoría jurídica
function-data-protection = protección de datos
function-communications = comunicación
function-customer-relations = atención a usuarios
function-engineering = ingeniería
function-hr = recursos humanos
function-responder = respuesta
function-analyst = análisis
function-scribe = toma de notas
function-commander = dirige la respuesta
function-observer = observación
function-representative = representante
consent-openpgp = firmado con una clave (OpenPGP)
consent-ssh = firmado con una clave (SSH)
unattested-openpgp = se dice firmado con una clave (OpenPGP), sin que nadie lo atestigüe aún
unattested-ssh = se dice firmado con una clave (SSH), sin que nadie lo atestigüe aún
unattested-paper = en papel, sin que nadie lo atestigüe aún
unattested-message = por mensaje, sin que nadie lo atestigüe aún
unattested-voice = de viva voz, sin que nadie lo atestigüe aún
consent-pending = pedido, aún no dado
attested-openpgp = atestiguado por { $signer }, que dice que se firmó con una clave (OpenPGP)
attested-ssh = atestiguado por { $signer }, que dice que se firmó con una clave (SSH)
attested-paper = atestiguado por { $signer }, en papel
attested-message = atestiguado por { $signer }, por mensaje
attested-voice = atestiguado por { $signer }, de viva voz
party-auditor = Auditoría
party-organization = Organización
party-third-party = Tercero
data-risk-none = sin riesgo
data-risk-low = riesgo bajo
data-risk-risk = riesgo
data-risk-high = riesgo alto
breach-confidentiality = confidencialidad
breach-integrity = integridad
breach-availability = disponibilidad
functional-none = el trabajo sigue
functional-low = el trabajo va más lento
functional-medium = parte del trabajo está parado
functional-high = el trabajo está parado
information-none = sin pérdida de información
information-privacy = pérdida de privacidad
information-proprietary = pérdida de información propia
information-integrity = pérdida de integridad
recoverability-regular = recuperación con medios propios
recoverability-supplemented = recuperación con más medios
recoverability-extended = recuperación sin plazo previsible
recoverability-not-recoverable = no recuperable
suspension-none = no se detiene nada
suspension-affected = se detiene lo que toca el incidente
suspension-all = se detiene todo
handling-now = ahora
handling-after-engagement = después del encargo
verified-how-in-person = comparada en persona
verified-how-out-of-band = comparada por otro canal
data-focus-devices = dispositivos
data-focus-data = datos
data-focus-communications = comunicaciones
third-party-role-isolated = aparte de la auditoría
third-party-role-integrated = junto con la auditoría
applies-yes = se aplica
applies-no = no se aplica
applies-unsure = no se sabe si se aplica
confidence-low = baja
confidence-medium = media
confidence-high = alta
custody-collected = recogida
custody-received = recibida
custody-transferred = entregada
custody-accessed = consultada
custody-copied = copiada
custody-verified = verificada
custody-sealed = sellada
custody-opened = abierta
custody-analyzed = analizada
custody-stored = guardada
custody-moved = trasladada
custody-exported = exportada
custody-hold-set = retención ordenada
custody-hold-lifted = retención levantada
custody-returned = devuelta
custody-tainted = contaminada
custody-destroyed = destruida
