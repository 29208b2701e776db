// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The words of reports. Each is written in both languages at once, so that none can be missing.

use super::{Language, Light, Report};
use crate::{
    data::Works,
    hardware::Job,
    readers::{Area, Blind},
    reason::{ProgramReason, Reason},
    tree::Unread,
    verdict::{Both, Finding, Kind, Verdict},
};

impl Report<'_> {
    pub(super) fn verdict(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Free => self.say("libre", "free"),
            Verdict::NonFree => self.say("no libre", "not free"),
            Verdict::Unknown => self.say("no se sabe", "not known"),
        }
    }

    pub(super) fn kind(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Deb => self.say("paquete Debian", "Debian package"),
            Kind::Rpm => self.say("paquete RPM", "RPM package"),
            Kind::Arch => self.say("paquete de pacman", "pacman package"),
            Kind::Firmware => self.say("firmware", "firmware"),
            Kind::Module => self.say("módulo del núcleo", "kernel module"),
            Kind::Microcode => self.say("microcódigo", "microcode"),
            Kind::Flatpak => "Flatpak",
            Kind::Snap => "snap",
            Kind::AppImage => "AppImage",
            Kind::Program => self.say("programa sin paquete", "program of no package"),
            Kind::Browser => self.say("módulo del navegador", "browser module"),
            Kind::Extension => self.say("extensión del navegador", "browser extension"),
            Kind::Pip => self.say("paquete de Python", "Python package"),
            Kind::Npm => self.say("paquete de npm", "npm package"),
            Kind::Cargo => self.say("programa de Cargo", "Cargo program"),
            Kind::Gem => self.say("gema de Ruby", "Ruby gem"),
            Kind::Source => self.say("código fuente", "source"),
        }
    }

    pub(super) fn area(&self, area: Area) -> &'static str {
        area_name(area, self.language)
    }

    pub(super) fn blind(&self, blind: Blind) -> &'static str {
        match blind {
            Blind::SnapContents => self.say(
                "los .snap que no están montados no se abren: de ellos sólo se sabe el nombre",
                "a .snap that is not mounted is not opened: only its name is known",
            ),
            Blind::AppImageContents => self.say(
                "las AppImage no se abren: no llevan campo de licencia",
                "AppImages are not opened: they have no licence field",
            ),
            Blind::NotRunning => self.say(
                "este sistema no está corriendo: no se ve qué módulos cargaría",
                "this system is not running: which modules it would load is not seen",
            ),
            Blind::NoIndex => self.say(
                "no hay índices de apt, así que de muchos paquetes no se sabe el origen: 'apt update' los trae",
                "there are no indices of apt, so of many packages the origin is not known: 'apt update' brings them",
            ),
            Blind::WriteAhead => self.say(
                "la base de RPM tiene cambios recientes que no se leen",
                "RPM's database has recent changes that are not read",
            ),
            Blind::ProgramContents => self.say(
                "de los programas sin paquete sólo se leen sus archivos de licencia",
                "of programs of no package only the licence files are read",
            ),
        }
    }

    pub(super) fn unread(&self, unread: &Unread) -> String {
        let said = match unread {
            Unread::Denied => self.say("sin permiso; como root se leería", "no permission; as root it would be read"),
            Unread::Cycle => self.say("sus enlaces dan vueltas", "its links lead in a circle"),
            Unread::TooLarge(_) => {
                self.say("es más grande que cualquiera de su tipo", "it is larger than any of its kind")
            }
            Unread::NotAFile => self.say("no es un archivo común", "it is no regular file"),
            Unread::NotAFolder => self.say("no es una carpeta", "it is no folder"),
            Unread::NoData => self.say("no trae datos de freedom-data", "it has none of the files of freedom-data"),
            Unread::Damaged(why) => return format!("{}: {why}", self.say("está dañado", "it is damaged")),
            Unread::Unsupported(why) => return format!("{}: {why}", self.say("todavía no se lee", "not read yet")),
            Unread::System(why) => return format!("{}: {why}", self.say("el sistema dice", "the system says")),
        };
        said.to_owned()
    }

    pub(super) fn why(&self, reason: &Reason) -> String {
        match reason {
            Reason::Program(reason) => self.program(*reason).to_owned(),
            Reason::Archive { origin, component } => match self.language {
                Language::Es => format!("{origin} lo tiene en {component}"),
                Language::En => format!("{origin} keeps it in {component}"),
            },
            Reason::Section(section) => match self.language {
                Language::Es => format!("el propio paquete dice que va en {section}"),
                Language::En => format!("the package itself says that it belongs in {section}"),
            },
            Reason::Index(component) => match self.language {
                Language::Es => format!("Debian tiene un paquete con este nombre en {component}"),
                Language::En => format!("Debian keeps a package of this name in {component}"),
            },
            Reason::Firmware { package, component } => match self.language {
                Language::Es => format!("Debian trae este firmware en {package}, de {component}"),
                Language::En => format!("Debian brings this firmware in {package}, of {component}"),
            },
            Reason::Licence(name) => match self.language {
                Language::Es => format!("declara la licencia {name}"),
                Language::En => format!("it declares the licence {name}"),
            },
            Reason::UnknownLicence(name) => match self.language {
                Language::Es => format!("declara algo que no se sabe qué permite: {name}"),
                Language::En => format!("it declares something of which nobody knows what it permits: {name}"),
            },
            Reason::Text { licence, similarity } => {
                let (whole, tenths) = (similarity / 10, similarity % 10);
                match self.language {
                    Language::Es => format!("su texto es {licence} ({whole}.{tenths} %)"),
                    Language::En => format!("its text is {licence} ({whole}.{tenths}%)"),
                }
            }
            Reason::Restriction(phrase) => match self.language {
                Language::Es => format!("su texto quita una libertad: “{phrase}”"),
                Language::En => format!("its text withholds a freedom: “{phrase}”"),
            },
            Reason::Notice(name) => match self.language {
                Language::Es => format!("su archivo de derechos remite a {name}"),
                Language::En => format!("its copyright file refers to {name}"),
            },
            Reason::Contradiction(free, not) => match self.language {
                Language::Es => format!("se contradice: {free}, pero también {not}"),
                Language::En => format!("it contradicts itself: {free}, but also {not}"),
            },
            Reason::Pulls(name) => match self.language {
                Language::Es => format!("pide o recomienda {name}, que no es libre"),
                Language::En => format!("it needs or recommends {name}, which is not free"),
            },
            Reason::Silent => {
                self.say("nada de lo que se leyó dice su licencia", "nothing that was read says its licence").to_owned()
            }
        }
    }

    fn program(&self, reason: ProgramReason) -> &'static str {
        match reason {
            ProgramReason::Eula => self.say(
                "sus términos prohíben estudiarlo, cambiarlo o compartirlo",
                "its terms forbid to study, change or share it",
            ),
            ProgramReason::Binary => {
                self.say("sólo se da en binario, sin su fuente", "it is given in binary form only, without its source")
            }
            ProgramReason::Field => self.say("prohíbe usarlo para ciertos fines", "it forbids some uses"),
            ProgramReason::Drm => self.say(
                "decide qué puedes hacer con lo que ves en tu propia compu",
                "it decides what you may do with what you watch on your own machine",
            ),
            ProgramReason::Installer => self.say(
                "es libre, pero trae o pide programas que no lo son",
                "it is free, but brings or needs programs that are not",
            ),
            ProgramReason::Loads => self.say(
                "es libre, pero carga firmware que no lo es cuando un dispositivo lo pide",
                "it is free, but loads firmware that is not where a device asks for it",
            ),
            ProgramReason::Offers => self
                .say("es libre, pero ofrece programas que no lo son", "it is free, but offers programs that are not"),
            ProgramReason::Client => {
                self.say("sólo sirve a un servicio que no es libre", "it serves only a service that is not free")
            }
            ProgramReason::Build => self.say(
                "su fuente se dice libre; de lo que se instaló no se sabe",
                "its source is said to be free; of what was installed nothing is known",
            ),
            ProgramReason::Named => self.say("es conocido como libre", "it is known to be free"),
            ProgramReason::Gfdl => self.say(
                "un manual con la GFDL, libre para la FSF y no para Debian por sus secciones invariantes",
                "a manual under the GNU FDL, free for the FSF and not for Debian because of invariant sections",
            ),
            ProgramReason::Mixed => self.say(
                "mezcla partes libres y otras que no se pueden cambiar",
                "it mixes free parts with others that may not be changed",
            ),
            ProgramReason::Sspl => self.say(
                "la SSPL exige publicar todo lo que rodea al servicio",
                "the SSPL demands that all around a service be published",
            ),
            ProgramReason::Patent => self.say(
                "su fuente es libre; la copia que baja el navegador va con una licencia de patentes",
                "its source is free; the copy that the browser fetches stands under a patent licence",
            ),
        }
    }

    pub(super) fn loses<'f>(&self, finding: &'f Finding) -> Option<&'f str> {
        finding.loses.as_ref().map(|both| self.of(both))
    }

    pub(super) fn replacement<'f>(&self, finding: &'f Finding) -> Vec<&'f str> {
        finding.replacement.iter().map(|both| self.of(both)).collect()
    }

    fn of<'b>(&self, both: &'b Both) -> &'b str {
        match self.language {
            Language::Es => &both.es,
            Language::En => &both.en,
        }
    }

    pub(super) fn job(&self, job: Job) -> &'static str {
        match job {
            Job::Wifi => "Wi-Fi",
            Job::Ethernet => self.say("red por cable", "wired network"),
            Job::Graphics => self.say("gráficos", "graphics"),
            Job::Sound => self.say("sonido", "sound"),
            Job::Bluetooth => "Bluetooth",
            Job::Storage => self.say("discos", "disks"),
            Job::Camera => self.say("cámara", "camera"),
            Job::Input => self.say("teclado y ratón", "keyboard and mouse"),
            Job::Printer => self.say("impresora", "printer"),
            Job::Other => self.say("otros", "others"),
        }
    }

    pub(super) fn works(&self, works: Works) -> &'static str {
        match works {
            Works::Yes => self.say("sí", "yes"),
            Works::Limited => self.say("sí, con menos", "yes, with less"),
            Works::Part => self.say("con una pieza barata", "with a cheap part"),
            Works::No => self.say("no", "no"),
            Works::Unknown => self.say("no se sabe", "not known"),
        }
    }

    /// What a device loses, by the key of `data/parts.tsv`.
    pub(super) fn device_loses(&self, key: &str) -> Option<&'static str> {
        Some(match key {
            "wifi" => self.say("no hay red inalámbrica sin el blob", "no wireless network without the blob"),
            "bluetooth" => {
                self.say("algunos chips no arrancan sin su blob", "some chips do not start without their blob")
            }
            "power" => self.say(
                "gasta un poco más o rinde menos; lo demás sirve",
                "it uses more power or is slower; the rest works",
            ),
            "graphics" => {
                self.say("pantalla básica o ninguna, sin aceleración", "basic display or none, no acceleration")
            }
            "graphics-some" => {
                self.say("pantalla sí; aceleración según el modelo", "display yes; acceleration depends on the model")
            }
            "ethernet" => self.say("no hay red por cable sin el blob", "no wired network without the blob"),
            "sound" => self.say("no hay sonido interno sin el blob", "no built-in sound without the blob"),
            "sound-some" => self.say("sonido básico; efectos no", "basic sound; no effects"),
            "usb" => self.say("algunos puertos USB adicionales", "some additional USB ports"),
            "storage" => self.say("los discos de esta controladora", "the disks of this controller"),
            "management" => self.say("la administración remota de la placa", "the board's remote management"),
            _ => return None,
        })
    }

    pub(super) fn light_says(&self, light: Light) -> &'static str {
        match light {
            Light::Green => self.say(
                "Todo lo que se encontró funciona con software libre.",
                "All that was found works with free software.",
            ),
            Light::Yellow => self.say(
                "Funciona con software libre, con una pieza barata o con algo menos.",
                "It works with free software, with a cheap part or with a little less.",
            ),
            Light::Red => self.say(
                "Algo no funciona con software libre, y ninguna pieza barata lo suple.",
                "Something does not work with free software, and no cheap part makes up for it.",
            ),
            Light::Unknown => self.say("No se vio ningún dispositivo.", "No device was seen."),
        }
    }

    pub(super) fn light_name(&self, light: Light) -> &'static str {
        match light {
            Light::Green => self.say("verde", "green"),
            Light::Yellow => self.say("amarillo", "yellow"),
            Light::Red => self.say("rojo", "red"),
            Light::Unknown => self.say("apagado", "off"),
        }
    }

    /// "4 de 4" of a rule, from the labelled set.
    pub(super) fn confidence(&self, finding: &Finding) -> Option<(u32, u32)> {
        self.data.precision(finding.rule.as_str(), finding.verdict)
    }

    /// An action in one line: what goes and what comes.
    pub(super) fn action(&self, group: &[&Finding]) -> String {
        let names: Vec<&str> = group.iter().map(|finding| finding.name.as_str()).collect();
        let shown = match (names.as_slice(), self.language) {
            ([a, b, c, _, rest @ ..], Language::Es) if !rest.is_empty() => {
                format!("{a}, {b}, {c} y {} más", rest.len() + 1)
            }
            ([a, b, c, _, rest @ ..], Language::En) if !rest.is_empty() => {
                format!("{a}, {b}, {c} and {} more", rest.len() + 1)
            }
            _ => names.join(", "),
        };
        let replacement = group.first().map(|first| self.replacement(first).join(", ")).unwrap_or_default();
        match (self.language, replacement.is_empty()) {
            (Language::Es, false) => format!("Cambia {shown} por {replacement}"),
            (Language::En, false) => format!("Replace {shown} by {replacement}"),
            (Language::Es, true) => format!("Busca con tu comunidad qué poner en lugar de {shown}"),
            (Language::En, true) => format!("Look with your community for what may stand in place of {shown}"),
        }
    }

    /// The day and age of the data.
    pub(super) fn data_says(&self) -> String {
        let (known, all) = self.data.licences_known();
        let date = self.data.date();
        let age = match (self.age, self.language) {
            (Some(days), Language::Es) => format!(", de hace {days} días"),
            (Some(days), Language::En) => format!(", {days} days ago"),
            (None, _) => String::new(),
        };
        let added = self.data.added().join(", ");
        let added = match (added.is_empty(), self.language) {
            (true, _) => String::new(),
            (false, Language::Es) => format!(" Con datos añadidos: {added}."),
            (false, Language::En) => format!(" With added data: {added}."),
        };
        match self.language {
            Language::Es => format!("Datos del {date}{age}. Licencias con veredicto: {known} de {all}.{added}"),
            Language::En => format!("Data of {date}{age}. Licences with a verdict: {known} of {all}.{added}"),
        }
    }

    /// What was not looked at: places that are not there, then what could not be read, then what is never seen.
    pub(super) fn not_seen(&self) -> (Vec<&'static str>, Vec<String>, Vec<&'static str>) {
        let looked = &self.audit.coverage;
        let absent = looked.iter().filter(|one| !one.there).map(|one| self.area(one.area)).collect();
        let mut unread = Vec::new();
        for one in looked {
            for (place, why) in &one.unread {
                unread.push(format!("{place}: {}", self.unread(why)));
            }
            let more = one.unread_count - one.unread.len();
            if more > 0 {
                unread.push(match self.language {
                    Language::Es => format!("{}: {more} más", self.area(one.area)),
                    Language::En => format!("{}: {more} more", self.area(one.area)),
                });
            }
        }
        let blind = looked.iter().filter_map(|one| one.blind).map(|blind| self.blind(blind)).collect();
        (absent, unread, blind)
    }

    /// What the traffic light does not say.
    pub(super) fn hardware_note(&self) -> &'static str {
        self.say(
            "Según las tablas del núcleo y lo que se sabe de cada controlador; antes de prometer, prueba con un USB vivo de Trisquel.",
            "By the kernel's tables and what is known of each driver; before promising, try a live USB of Trisquel.",
        )
    }
}

/// A kind of place in words.
pub fn area_name(area: Area, language: Language) -> &'static str {
    let say = |es, en| match language {
        Language::Es => es,
        Language::En => en,
    };
    match area {
        Area::Dpkg => say("paquetes de Debian y sus parientes", "packages of Debian and its kin"),
        Area::Modules => say("módulos del núcleo", "kernel modules"),
        Area::Firmware => say("firmware y microcódigo", "firmware and microcode"),
        Area::Flatpak => "Flatpak",
        Area::Snap => "snap",
        Area::AppImage => "AppImage",
        Area::Unlisted => say("programas sin paquete (/opt, /usr/local)", "programs of no package (/opt, /usr/local)"),
        Area::Browsers => say("módulos y extensiones de navegadores", "browsers' modules and extensions"),
        Area::Pip => say("paquetes de Python", "Python packages"),
        Area::Npm => say("paquetes de npm", "npm packages"),
        Area::Cargo => say("programas de Cargo", "Cargo programs"),
        Area::Gem => say("gemas de Ruby", "Ruby gems"),
        Area::Pacman => say("paquetes de pacman", "pacman packages"),
        Area::Rpm => say("paquetes RPM", "RPM packages"),
        Area::Hardware => say("dispositivos PCI y USB", "PCI and USB devices"),
        Area::Source => say("código fuente", "source"),
    }
}
