//! Names as a hospital meets them: from many places, with accents, apostrophes, two surnames, other
//! scripts, and now and then one that is longer than any column was drawn for.

use super::dice::Dice;

/// Where a name comes from, and how often in a hundred.
struct Culture {
    share: u64,
    families: &'static [&'static str],
    women: &'static [&'static str],
    men: &'static [&'static str],
    /// Two surnames, the second the mother's.
    has_two_surnames: bool,
}

const CULTURES: &[Culture] = &[
    Culture {
        share: 20,
        families: &[
            "Smith", "Jones", "Taylor", "Brown", "Williams", "Wilson", "Johnson", "Davies",
            "Patel", "Wright", "Walker", "Hughes", "Green", "Hall", "Lewis", "Harris", "Clarke",
            "Jackson", "Turner", "Hill", "Scott", "Cooper", "Morris", "Ward", "Moore", "King",
            "Watson", "Baker", "Harrison", "Morgan", "Evans", "Roberts",
        ],
        women: &[
            "Olivia",
            "Amelia",
            "Margaret",
            "Dorothy",
            "Susan",
            "Jean",
            "Patricia",
            "Emily",
            "Charlotte",
            "Grace",
            "Alice",
            "Ruth",
            "Sarah",
            "Hannah",
            "Joan",
            "Lucy",
            "Eleanor",
            "Florence",
            "Ivy",
            "Sylvia",
        ],
        men: &[
            "Oliver", "George", "Arthur", "William", "Thomas", "James", "Peter", "David", "John",
            "Robert", "Harold", "Ernest", "Jack", "Henry", "Edward", "Simon", "Ian", "Stuart",
            "Alan", "Leonard",
        ],
        has_two_surnames: false,
    },
    Culture {
        share: 8,
        families: &[
            "O'Brien",
            "O'Connor",
            "O'Sullivan",
            "O’Neill",
            "Ó Súilleabháin",
            "Ní Dhomhnaill",
            "McCarthy",
            "MacDonald",
            "Mac Giolla Phádraig",
            "Murphy",
            "Kelly",
            "Byrne",
            "Ryan",
            "Gallagher",
            "D'Arcy",
            "Fitzgerald",
        ],
        women: &[
            "Aoife",
            "Siobhán",
            "Niamh",
            "Gráinne",
            "Máire",
            "Bríd",
            "Sinéad",
            "Róisín",
            "Catríona",
            "Orla",
        ],
        men: &[
            "Seán", "Cillian", "Pádraig", "Eoghan", "Diarmuid", "Ciarán", "Fionn", "Tadhg", "Rory",
            "Declan",
        ],
        has_two_surnames: false,
    },
    Culture {
        share: 8,
        families: &[
            "García",
            "Fernández",
            "Muñoz",
            "Rodríguez",
            "López",
            "Núñez",
            "de la Cruz",
            "Ibáñez",
            "Peña",
            "Castro",
            "Ortiz de Zárate",
            "Vázquez",
            "Giménez",
            "Sáez",
            "Domínguez",
            "Otxoa",
        ],
        women: &[
            "María José",
            "Inmaculada",
            "Lucía",
            "Carmen",
            "Begoña",
            "Nuria",
            "Ana Belén",
            "Concepción",
            "Rocío",
            "Iratxe",
        ],
        men: &[
            "José María",
            "Íñigo",
            "Joaquín",
            "Andrés",
            "Jesús",
            "Álvaro",
            "Luis",
            "Ángel",
            "Raúl",
            "Martín",
        ],
        has_two_surnames: true,
    },
    Culture {
        share: 7,
        families: &[
            "Müller",
            "Schröder",
            "Groß",
            "Weiß",
            "Schäfer",
            "König",
            "von der Leyen-Hohenberg",
            "Köhler",
            "Jäger",
            "Böhm",
            "Krauß",
            "Vogt",
            "Schulze",
            "Lindner",
            "Dreßler",
        ],
        women: &[
            "Ursula", "Käthe", "Brigitte", "Jürgena", "Liesel", "Monika", "Sabine", "Heike",
            "Änne", "Gisela",
        ],
        men: &[
            "Jürgen",
            "Günther",
            "Wolfgang",
            "Björn",
            "Klaus-Peter",
            "Heinz",
            "Uwe",
            "Götz",
            "Rüdiger",
            "Matthias",
        ],
        has_two_surnames: false,
    },
    Culture {
        share: 6,
        families: &[
            "Lefèvre",
            "Dupont",
            "Bélanger",
            "d'Aubigné",
            "François",
            "Côté",
            "Benoît",
            "Lacroix",
            "de Saint-Exupéry",
            "Moreau",
            "Noël",
            "Garçon",
        ],
        women: &[
            "Hélène",
            "Geneviève",
            "Chloé",
            "Marie-Thérèse",
            "Zoé",
            "Agnès",
            "Margaux",
            "Solène",
        ],
        men: &[
            "François",
            "Étienne",
            "Jean-Luc",
            "Rémi",
            "Gaël",
            "Loïc",
            "Théo",
            "Benoît",
        ],
        has_two_surnames: false,
    },
    Culture {
        share: 6,
        families: &[
            "Sørensen",
            "Åkesson",
            "Bjørnstad",
            "Østergård",
            "Nygård",
            "Lindström",
            "Þórsdóttir",
            "Hämäläinen",
            "Mäkelä",
            "Kjær",
            "Ødegaard",
            "Håkansson",
        ],
        women: &[
            "Åse",
            "Bjørg",
            "Solveig",
            "Sigríður",
            "Päivi",
            "Ingrid",
            "Märta",
            "Guðrún",
        ],
        men: &[
            "Søren", "Øyvind", "Håkon", "Þór", "Jyrki", "Göran", "Bjørn", "Ægir",
        ],
        has_two_surnames: false,
    },
    Culture {
        share: 7,
        families: &[
            "Dvořák",
            "Wójcik",
            "Łukaszewicz",
            "Kowalczyk",
            "Nováková",
            "Szczepański",
            "Żółtowski",
            "Hrušovský",
            "Đorđević",
            "Čapek",
            "Gąsiorowska",
            "Ivanović",
            "Šimůnek",
            "Ştefănescu",
        ],
        women: &[
            "Łucja",
            "Božena",
            "Małgorzata",
            "Ludmila",
            "Agnieszka",
            "Ružica",
            "Věra",
            "Zofia",
        ],
        men: &[
            "Łukasz",
            "Jiří",
            "Tomáš",
            "Đuro",
            "Grzegorz",
            "Bogusław",
            "Vladimír",
            "Ștefan",
        ],
        has_two_surnames: false,
    },
    Culture {
        share: 5,
        families: &[
            "Yılmaz", "Özdemir", "Çelik", "Şahin", "Güneş", "Aydın", "Kılıç", "Doğan", "Öztürk",
            "Işık",
        ],
        women: &[
            "Ayşe", "Gülsüm", "Çiğdem", "Şule", "Özlem", "Fatma", "İpek", "Nurgül",
        ],
        men: &[
            "Mehmet", "Çağlar", "İbrahim", "Oğuz", "Şükrü", "Ömer", "Gökhan", "Yiğit",
        ],
        has_two_surnames: false,
    },
    Culture {
        share: 8,
        families: &[
            "Patel",
            "Singh",
            "Kaur",
            "Sharma",
            "Banerjee",
            "Krishnamurthy",
            "Rahman",
            "Khan",
            "Ahmed",
            "Chaudhry",
            "Venkataraman",
            "Begum",
            "Iyer",
            "Fernando",
            "Wickramasinghe",
        ],
        women: &[
            "Priya", "Harpreet", "Nusrat", "Lakshmi", "Anjali", "Fatima", "Meera", "Sunita",
            "Ayesha", "Kamala",
        ],
        men: &[
            "Rajesh", "Gurpreet", "Imran", "Suresh", "Arjun", "Mohammed", "Vikram", "Tariq",
            "Sanjay", "Nimal",
        ],
        has_two_surnames: false,
    },
    Culture {
        share: 4,
        families: &["Nguyễn", "Trần", "Phạm", "Đặng", "Lê", "Võ", "Bùi", "Đỗ"],
        women: &["Thị Hồng", "Thị Mai", "Ngọc Ánh", "Thùy Dương", "Bích Ngọc"],
        men: &["Văn Hùng", "Đức Anh", "Quốc Việt", "Minh Tuấn", "Hữu Phước"],
        has_two_surnames: false,
    },
    Culture {
        share: 5,
        families: &[
            "Okonkwo",
            "Adébáyọ̀",
            "Mensah",
            "Ncube",
            "Dlamini",
            "Abubakar",
            "N'Diaye",
            "Olúwaṣeun",
            "Kamau",
            "Tekle",
            "Mwangi",
            "Nwachukwu",
        ],
        women: &[
            "Ngozi",
            "Amina",
            "Chiamaka",
            "Thandiwe",
            "Wanjiru",
            "Fọláṣadé",
            "Abena",
            "Hirut",
        ],
        men: &[
            "Chinedu",
            "Kwame",
            "Sipho",
            "Olúfẹ́mi",
            "Kamau",
            "Moussa",
            "Tendai",
            "Dawit",
        ],
        has_two_surnames: false,
    },
    Culture {
        share: 4,
        families: &[
            "الحسني",
            "العلي",
            "المصري",
            "حداد",
            "عبد الرحمن",
            "النجار",
            "الخطيب",
            "بن صالح",
            "القرشي",
            "منصور",
        ],
        women: &["فاطمة", "مريم", "عائشة", "زينب", "ليلى", "خديجة", "نور"],
        men: &["محمد", "أحمد", "يوسف", "عمر", "خالد", "حسن", "إبراهيم"],
        has_two_surnames: false,
    },
    Culture {
        share: 3,
        families: &[
            "Παπαδόπουλος",
            "Γεωργίου",
            "Οικονόμου",
            "Δημητριάδης",
            "Νικολάου",
            "Αντωνίου",
            "Καραγιάννης",
        ],
        women: &[
            "Ελένη",
            "Μαρία",
            "Αικατερίνη",
            "Σοφία",
            "Δέσποινα",
            "Ιωάννα",
        ],
        men: &[
            "Γεώργιος",
            "Δημήτρης",
            "Νίκος",
            "Χρήστος",
            "Κωνσταντίνος",
            "Ιωάννης",
        ],
        has_two_surnames: false,
    },
    Culture {
        share: 4,
        families: &[
            "王", "李", "张", "陳", "欧阳", "佐藤", "鈴木", "高橋", "渡邊", "김", "박", "이", "최",
        ],
        women: &[
            "秀英",
            "美玲",
            "雅婷",
            "花子",
            "陽菜",
            "さくら",
            "지우",
            "수진",
            "静",
        ],
        men: &[
            "伟", "志明", "建国", "太郎", "健一", "翔太", "민준", "성호", "俊杰",
        ],
        has_two_surnames: false,
    },
    Culture {
        share: 2,
        families: &[
            "Иванова",
            "Петров",
            "Кузнецов",
            "Шевченко",
            "Соколов",
            "Ковальчук",
            "Мельник",
        ],
        women: &["Ольга", "Наталья", "Оксана", "Людмила", "Анна"],
        men: &["Сергей", "Олександр", "Дмитрий", "Юрий", "Андрій"],
        has_two_surnames: false,
    },
];

/// English place-like surnames are put together from two halves, so that a million people do not
/// share five hundred names.
const FIRST_HALVES: &[&str] = &[
    "Ash", "Black", "Brad", "Brom", "Carl", "Chad", "Clay", "Crom", "Dal", "East", "Fair", "Fen",
    "Gar", "Glen", "Had", "Hamp", "Hart", "Hazel", "Hol", "Horn", "Kings", "Lang", "Lin", "Lock",
    "Marl", "Mid", "Nor", "Oak", "Pem", "Ply", "Rad", "Red", "Rock", "Ship", "Stan", "Stock",
    "Sut", "Thorn", "Wake", "Whit", "Win", "Wood",
];
const SECOND_HALVES: &[&str] = &[
    "beck", "borne", "bridge", "brook", "bury", "by", "combe", "croft", "dale", "den", "field",
    "ford", "gate", "grove", "ham", "hurst", "ington", "land", "ley", "low", "man", "more", "shaw",
    "ton", "wick", "well", "wood", "worth",
];
/// What a registry really sends: too long for every card, within what the record takes.
const LONG: &[(&str, &str)] = &[
    (
        "Featherstonehaugh-Cholmondeley-Marjoribanks of Beaulieu and Woolfardisworthy",
        "Alexandra Wilhelmina Philippa Constance Genevieve",
    ),
    (
        "Wolfeschlegelsteinhausenbergerdorff-Oberschwarzenbergerbauer",
        "Hubert Blaine Adolph Maximilian Theodor",
    ),
    (
        "Rajapakse Mudiyanselage Wickramaratne Bandaranayake Herath Senanayake",
        "Kankanamalage Don Sunil Nandasena",
    ),
    (
        "de Todos los Santos Martínez-Bordiú y Fernández de Córdoba Álvarez de Toledo",
        "María del Pilar Teresa Cayetana Fitz-James",
    ),
];
const TITLES_WOMEN: &[Option<&str>] = &[
    Some("Mrs"),
    Some("Ms"),
    Some("Miss"),
    Some("Ms"),
    None,
    Some("Mrs"),
    Some("Dr"),
];
const TITLES_MEN: &[Option<&str>] = &[
    Some("Mr"),
    Some("Mr"),
    Some("Mr"),
    None,
    Some("Mr"),
    Some("Dr"),
];

/// Somebody's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) family: String,
    pub(crate) given: String,
    pub(crate) title: Option<&'static str>,
}

impl Name {
    /// A made-up name for a woman or a man. Children have no title.
    pub(crate) fn of(dice: &mut Dice, is_woman: bool, is_child: bool) -> Self {
        let title = dice.of_these(if is_woman { TITLES_WOMEN } else { TITLES_MEN });
        let title = title.filter(|_| !is_child);
        if dice.per_ten_thousand(4) {
            let (family, given) = dice.of_these(LONG);
            return Self {
                family: family.to_owned(),
                given: given.to_owned(),
                title,
            };
        }
        let culture = chosen(dice);
        let given = dice.of_these(if is_woman { culture.women } else { culture.men });
        let mut family = if culture.share == 20 && dice.percent(60) {
            let first = dice.of_these(FIRST_HALVES);
            format!("{first}{}", dice.of_these(SECOND_HALVES))
        } else {
            dice.of_these(culture.families).to_owned()
        };
        if culture.has_two_surnames {
            family = format!("{family} {}", dice.of_these(culture.families));
        } else if is_woman && culture.share >= 6 && dice.percent(6) {
            family = format!("{family}-{}", dice.of_these(CULTURES[0].families));
        }
        let mut given = given.to_owned();
        if culture.share >= 6 && dice.percent(25) {
            let second = dice.of_these(if is_woman { culture.women } else { culture.men });
            given = format!("{given} {second}");
        }
        Self {
            family,
            given,
            title,
        }
    }

    /// Given name first, as a doctor or a relative is written.
    pub(crate) fn in_full(&self) -> String {
        format!("{} {}", self.given, self.family).trim().to_owned()
    }
}

fn chosen(dice: &mut Dice) -> &'static Culture {
    let mut left = dice.below(CULTURES.iter().map(|c| c.share).sum());
    for culture in CULTURES {
        if left < culture.share {
            return culture;
        }
        left -= culture.share;
    }
    &CULTURES[0]
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::demo::generate::dice::About;

    #[test]
    fn names_come_in_every_kind_and_fit_the_record() {
        let names: Vec<Name> = (0..30_000)
            .map(|i| Name::of(&mut Dice::of(1, About::Patient, i), i % 2 == 0, false))
            .collect();
        let any = |test: fn(&Name) -> bool| names.iter().any(test);
        assert!(any(|n| n.family.contains('\'') || n.family.contains('’')));
        assert!(any(|n| n.family.contains(' ')) && any(|n| n.family.contains('-')));
        assert!(any(|n| n.given.contains('é')));
        assert!(any(|n| n
            .family
            .chars()
            .any(|c| ('\u{600}'..'\u{700}').contains(&c))));
        assert!(any(|n| n.family.chars().any(|c| ('α'..='ω').contains(&c))));
        assert!(any(|n| n
            .family
            .chars()
            .any(|c| ('\u{4e00}'..'\u{a000}').contains(&c))));
        assert!(any(|n| n.family.chars().count() > 60));
        assert!(
            names
                .iter()
                .all(|n| (1..=200).contains(&n.family.chars().count()))
        );
        let surnames: HashSet<&str> = names.iter().map(|n| n.family.as_str()).collect();
        assert!(surnames.len() > 1_500, "{}", surnames.len());
    }
}
