//! Words that stand for much the same at work: whoever tells of a foreman and whoever tells of a head chef tells of the same
//! person. A situation that shares no word with any phrase may share such a group with many.
//!
//! A word may stand in several groups, and in any of its forms: words are compared by their stems. What a group says of a
//! situation is learned from the phrases, as it is with words, so a group need not be about one contrast alone.

/// Each line is a group.
pub(super) const GROUPS: &[&str] = &[
    "boss manager chief head director supervisor foreman lead leader captain chef principal headmaster headmistress \
     ceo owner matron superintendent warden gaffer superior management executive coordinator lieutenant sergeant \
     commander",
    "board trustees committee council investors shareholders governors headquarters ministry",
    "apprentice trainee junior intern newcomer newbie beginner student pupil novice lad rookie graduate youngster \
     learner assistant",
    "nurse carer cook waiter driver packer welder clerk teacher cleaner porter agent developer engineer technician \
     electrician plumber carpenter mason mechanic cashier receptionist volunteer operator picker gardener guard \
     midwife officer rep tester analyst bricklayer roofer painter baker librarian social",
    "team crew shift squad department gang staff colleagues unit group office ward kitchen lads girls mates",
    "colleague mate peer coworker buddy neighbour partner",
    "customer guest client patient resident caller passenger visitor reader pupil family shopper user member donor \
     citizen parent",
    "future years decade decades generation grandchildren tomorrow someday eventually horizon longterm ahead retire \
     retirement successor",
    "today tonight tomorrow week weekly hour hourly daily noon morning friday monday quarter quarterly month \
     monthly deadline rush",
    "count counted tally measure measured figures figure number numbers tracked scan scanned percent ratio \
     dashboard spreadsheet weighed reconcile ledger accounts statistics metric metrics kpi chart column columns",
    "money euro euros pound pounds dollar budget cost costs savings profit turnover revenue cash funds funding fee \
     price invoice bonus salary pay wage wages",
    "rule rules regulation regulations policy policies procedure procedures law paragraph handbook manual code \
     standard standards compliance statute directive instruction instructions mandatory compulsory obliged",
    "target quota goal targets objective benchmark",
    "form forms box report log sheet record records paperwork checklist register tick stamp file files minutes \
     signature",
    "permission approval approve approved allow allowed authorise authorised signature sign ask okay ok clearance \
     consent let may",
    "check checks checking control controls controlled supervise oversee micromanage hover watch inspect corrects \
     rewrites",
    "decide decides decided decision decisions choose chose chosen settle settled choice pick vote",
    "consulted consult asked opinion opinions say input involve involved vote stake share shares",
    "alone lonely solitary myself herself himself single handed nobody silent secret secretly behind closed",
    "secret hush announce announced announcement newspaper told heard news confidential",
    "mistake mistakes error errors slip fault wrong broke broken mess messed blunder botched mixed spilled dropped \
     forgot accident incident defect",
    "afraid scared fear frightened dare dares terrified nervous ashamed shame worried anxious panic dread timid shy",
    "blame blamed fault guilty punish punished fined shout shouted shouting yelled yell scold scolded humiliated \
     laughed laugh mocked reprimand warning sacked fired",
    "hide hid hidden hiding cover covered conceal lie lied quiet silent silence mum",
    "admit admitted own owned confess confessed apologise apologised sorry tell report reported speak spoke raise",
    "question questions ask asked asking",
    "risk risky gamble bet bold brave courage dare dared stake venture unsure uncertain",
    "fail failed failure flop flopped disaster lose lost loss losses collapse crash",
    "safe sure proven tested tried certain guarantee conventional caution careful cautious",
    "reputation record career appraisal review face name laughing",
    "idea ideas suggestion suggestions invent invention creative experiment experiments tinker tinkering fiddle \
     novel fresh innovation innovate improve improvement smarter shortcut trick prototype workshop play",
    "always same usual routine habit tradition traditional custom way since unchanged decades grandfather",
    "change changed changes changing switch switched moved shift reorganise reorganisation restructuring \
     restructure merger merge merged takeover new system software closed close closing cancelled overnight replace \
     replaced converted introduced announced",
    "retrain retrained relearn learn learning adapt adapting cope redeployed course adjust",
    "obsolete outdated redundant laid dissolved abolished discontinued scrapped shut disappear vanished automation \
     robot machine",
    "plan plans schedule timetable agreed contract signed drawings",
    "train training teach teaching taught coach coaching coached mentor course courses learn lesson show shown \
     explain",
    "successor deputy replace promoted promotion promote ready step takeover retire retires retiring",
    "urgent emergency fire fires firefighting outage rush busy phone rings burning crisis",
    "time hour minute hours minutes busy quicker faster quick spare",
    "gift gifted talent talented brilliant brilliance remarkable skill skilled eye ear knack clever genius",
    "thank thanks thankyou praise praised compliment applause clapped medal award prize trophy flowers card mug \
     bonus certificate",
    "notice noticed notices invisible unnoticed overlooked seen unseen credit recognise recognised recognition \
     appreciated ignored",
    "name names person human who herself himself dream dreams life potential ambitions interests children",
    "number resource tool hands unit part cog slot head heads list task tasks ticket tickets bed",
    "swap swapped interchangeable replace replaced cover standby agency temp temps rotate parts cog",
    "together each other united joint common share shared one whole us",
    "each own separate apart silo rival rivals compete competing competition against kingdom corner divided wall \
     enemy split between",
    "care cares motivated motivation heart hearts passion love loves enthusiasm spark fire burn burns eager glad \
     willing want keen proud pride",
    "minimum bare duty duties exactly obey comply complies obedient clock punctual dot hours contract",
    "himself herself myself ourselves preach preaches example show shows model role practise",
    "broom mop sweep swept sleeves apron clean cleaned scrub carry carried peel dishes wash washed shovel gloves \
     boots toilet",
    "title titles position rank badge stripes grade post role level hierarchy ladder stars desk office senior \
     junior card",
    "step stepped start started begin began charge took take organise organised sorted unasked stood dared first",
    "order orders ordered command commands instruct instructed obey told bark barks rank threat threaten threatened \
     authority power insist insisted force forced",
    "persuade persuaded convince convinced win won listen listens respect respects trust trusted follow follows \
     influence heed",
    "why reason purpose point sense meaning explain explains because what for good",
    "direction where heading headed going course towards becoming become picture dream vision map destination road \
     journey strategy aim port",
    "cause mission founded founders soul meaning legacy grave remembered remember believe world charity calling \
     worth",
    "adequate satisfactory decent fine solvent balanced smooth smoothly runs efficient acceptable ok respectable",
    "make made build built create created grow grew develop invest invested bake sow plant",
    "waste scrap bin leftover surplus throw thrown rubbish leftovers",
    "idle unused empty drawer",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::wording::written;

    #[test]
    fn each_group_is_words_as_they_are_read_each_once() {
        for group in GROUPS {
            let mut words: Vec<&str> = group.split(' ').collect();
            assert_eq!(written(group), words, "{group}");
            words.sort_unstable();
            assert!(words.windows(2).all(|pair| pair[0] != pair[1]), "{group}");
        }
    }
}
