"""What the commands that caseworkers use say, in Danish; commands for the IT department speak English."""

from __future__ import annotations

OPENED_ALIKE = (
    "{}: en åben sag om samme person. En rykker er ikke en ny anmodning: er det en, så træk denne sag tilbage."
)
OPENED_EARLIER = (
    "{}: samme person, sluttede den {}. En ny anmodning skal besvares for sig; at borgeren spørger igen, gør den"
    " sjældent overdreven, og efter et år aldrig (EDPB 01/2022, punkt 185)."
)
OPENED_HEIR = (
    "Den, det handler om, er død. Reglerne gælder i ti år efter dødsfaldet (databeskyttelseslovens § 2, stk. 5), men en"
    " efterladt har ikke af den grund ret til indsigt: skriv i sagen, hvad retten bygger på, og overvej aktindsigt."
)
NEXT = "Næste skridt:  {}"
DUE = ", svar senest {}"
DOCUMENTS_DUE = ", svar på aktindsigt senest {}"
PASSED = " (OVERSKREDET)"

FOUND = "{case}: {hits} fund, {new} nye, {changed} ændrede, {missing} findes ikke længere"
HELD = "Bevaret i sagen: teksten af hvert fund; {} dokumenter helt"
NOT_HELD = ", ikke {}"
NOT_SEARCHED = "Ikke søgt: {stores}. {gaps} dokumenter kunne ikke læses. Se dem:  dsar gaps"
SEARCHING, HOLDING = "søger", "bevarer fund"

DECIDED = "{case}: {action}: {hits} fund ({numbers})."
ACTIONS = {
    "include": "udleveres",
    "extract": "udleveres delvist",
    "exclude": "tages ikke med",
    "withhold": "holdes tilbage",
    "role": "rolle rettet",
    "confirm": "bekræftet",
}
NOTHING_FITS = "{}: intet fund passer, og intet er skrevet."
LEFT_OTHERS = "Ikke rørt, for de taler for en anden person: {}. Nævn dem ét for ét."
LEFT_KEPT_BACK = "Ikke rørt, for de er holdt tilbage eller taget fra: {}. Nævn dem ét for ét."
STRUCK = "{case}: {sentences} sætninger om andre fjernes af fund {hit}."
UNDONE = "{case}: {hits} fund står igen som før."
APPROVED = "{case}: godkendt af {by}. Afgøres noget senere, skal der godkendes igen."
UNWEIGHED = "{}: afvejningen er ikke skrevet endnu. Afgør igen med --reason-file, før svaret sendes."
UNCHECKED = "{}: lovens ordlyd er ikke efterprøvet her. Læs den på retsinformation.dk, før den bruges."
NO_IDENTITY = "Det er ikke skrevet i sagen, hvordan vi ved, hvem der spørger:  dsar case identity {} --how …"

LISTED = "{cases} sager, {late} over fristen."
NONE_LISTED = "Der er ingen sager her."
CALENDAR = "{out}: fristerne for {cases} sager."
RECIPIENTS = "{case}: {all} modtagere; {left} mangler at få besked."

PURGED = "{case}: {kind}, lukket {closed}"
NONE_TO_PURGE = "Ingen sag er lukket for mere end {} år siden."
PURGE = "Slet disse {} sager for altid?"
PURGED_ALL = "{} sager er slettet; deres numre bruges aldrig igen."

PACKED = "{out}: {items} dokumenter og poster, {copies} kopier."
SHIPMENT = "  forsendelse {number}: {files} filer, {first} til {last}"
PACKED_ENDED = "{}: sagen er afsluttet; det er pakken, som sagen står nu, og ikke nødvendigvis den, der blev sendt."
PACKED_EXTRACTED = "  fund {}: kopien har kun de fundne steder, ikke hele dokumentet."
ENCRYPTED = "{out}: krypteret. Adgangskoden vises kun nu (send den ad en anden vej): {secret}"
COPYING = "kopierer"
