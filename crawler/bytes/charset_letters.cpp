#include "crawler/bytes/charset_letters.h"

#include <array>

namespace horizon::crawler {
namespace {

// How often letters occur, measured on the message catalogues of a Debian system: the letters of a
// language, most frequent first, and beside them the costs ('a' is 0 bits, each letter further 2/3
// of a bit more).
constexpr std::array kLanguages = {
    LetterCosts{"en", true, U"eatinosrldcumhpgfbykwvxjzqéèüöñáíóçäëïôâêàåøæ",
                "fffggggghhhhiiiiijjkkkmnnostttttuuuuuvuuuuvvv"},
    LetterCosts{"fr", true, U"eainrstoludcpmégfhvbqxykèàjzwêôîçáâïíùûóā",
                "eggggggggghhhiijjjkkllmmnnnnooqrtttuuvwww"},
    LetterCosts{"de", true, U"enitrsalduhgocmbfkpzwvüäyöxjßqíáé",
                "efggggghhhhiiiiijjjjjkkmmnnoppuvv"},
    LetterCosts{"es", true, U"eaornisdlctupmbfgvóháqxyjízúkwñé",
                "effggggggghhiijkkkkllmmmmnnooppp"},
    LetterCosts{"it", true, U"eiaontrlscdupmgvfzbhèkyqwàxjòùéáíì",
                "ffffggggghhiiijjjjkkmnnnoppqqrsuvw"},
    LetterCosts{"pt", true, U"aeorisdntcmlpufvãhgbçxáíqzéóújõkêwyâàºô",
                "fffgggggghhhhijjjkkkkllmmmmnooooooorstw"},
    LetterCosts{"nl", true, U"enatirodslgvkmupbhcwfjzyxëéqïäóöšāáčēí",
                "effgggghhhhiiiiiijjkkklmnprrruvvwwwwww"},
    LetterCosts{"sv", true, U"eantrisldokgmfvpuäöcbhåyjxwzq", "fffffggghhhhiiiiijjjjkkkmmpqr"},
    LetterCosts{"da", true, U"erntilsadkogfmuvpbhæyøjcåxwézqí", "effgggggghhhiiiijjkkklllmoppqsw"},
    LetterCosts{"nb", true, U"ertnilsakodgmvfpubhåyøjcxæwzéq", "effgggggghhhiiiiijkkkkkmpppstt"},
    LetterCosts{"fi", true, U"iteansolkuärmvyphdjbögcfxwzqšž", "ffffggggghhhiiiijjjmmmmnoprstv"},
    LetterCosts{"is", true, U"ansriktleumgíðdáobvfphóyjúýæöþcwxézqëèŋ",
                "ffggggggghhhiiiijjjjjjkkkklmmmnooopruuv"},
    LetterCosts{"ca", true, U"easirtnlodcupmfgbxvhóqàéíèjzyòçúkïwü",
                "ffggggggghhhhijjjkkklllmnnnnoooooqqr"},
    LetterCosts{"et", true, U"aiestlunkrdomvgpäbjhõüfcöxšwyžzqå",
                "fffgggghhhhhhhjjjjjkkkknoppqqrrtw"},
    LetterCosts{"lt", true, U"aisteornkulmpdvgjybųšėfžcįčąūhzęxwq",
                "effggggghhhhhiijjjjjjjlllmmmnnnppqs"},
    LetterCosts{"lv", true, U"aisterunoklmpādvēzjīgbšcfļūņhžķxģywčq",
                "fffggghhhhhhhhiiijjjjjkllmmmooopqqrrv"},
    LetterCosts{"cs", true, U"oenatsprviulkídzámbcyhjřčéýžěšgfůxwúňóqťď",
                "fgggghhhhhhhhhiiiiiijjjjkkkklllmmnopqqrtu"},
    LetterCosts{"pl", true, U"aieonzwrstkypcdulmjgbłżhęąśóćfńźxvqé",
                "ffggghhhhhhhhhhiiiijjkkkllllllnqqqsw"},
    LetterCosts{"hu", true, U"eatlsnkroizámégvbhydpjcfuíóöőüúűxwq",
                "ffgggghhhhhhhiiijjjjjjjjjkkklmnoops"},
    LetterCosts{"sk", true, U"aoenirtsvpkludzmábychjčíýéúťžšľgfxňóôwäĺďq",
                "ffgggghhhhhhiiiiiijjjjjjkkkkkllmmnopppqqru"},
    LetterCosts{"sl", true, U"aeionrtsvkpldjmzubčgšchžfxywq", "fffffghhhhhhhhiijjjjkklmnpqqs"},
    LetterCosts{"hr", true, U"aieonrtskjpudlvmzbgcčšfhžćđxwyqȏô",
                "fffgggghhhhhiiiiijjjklmmmmnpppsst"},
    LetterCosts{"ro", true, U"eiartnulcsodpămfgvbzțșîhxâjkwşţyq",
                "effggggghhhhhiijkkkkkkllmnoooppps"},
    LetterCosts{"tr", true, U"aeilnrıdstkmyuobgçşzücpğhvöfxwjqâ",
                "fffgggghhhhhiiiijjjjjkkkklllppqrv"},
    LetterCosts{"ru", false, U"оеаинтрслвкпдмуязьыйбчгжцфхюшщэёъ",
                "fffggggghhhhhiiiiijjjkkklllllmnoq"},
    LetterCosts{"uk", false, U"аноиеітрвкслдупмязбьгйчжцхєфшюїщґ",
                "fffgggggghhhhhhhiijjjjklllllllmnu"},
    LetterCosts{"bg", false, U"аениотрсвдкплзмъябучгжйфцшщхюѝ", "effffgghhhhhhhijjjkkkkkllmmmow"},
    LetterCosts{"sr", false, U"аеионртскупдвмјзлбгчшњцљжћхфђџ", "efffgghhhhhhhiiiijjkkklllmmnns"},
    LetterCosts{"be", false, U"анркіслыедтвяомпузцэьгбўчйшхжфюё",
                "eggghhhhhhhhhiiiiiiijjjjjkklllmn"},
    LetterCosts{"mk", false, U"аоеитнрксвдлпмузјбгчњцжшфќхѓџѕѝ", "efffggghhhhhhiiijjkkkkllmopprww"},
    LetterCosts{"el", false, U"αοετινρσμηκπυςλίγδήέάόχωθύφβώζξψϊ",
                "ffgggghhhhhhiiiiiiiijjjkkkkllnnps"},
    LetterCosts{"he", false, U"יותהרלמאנבשקפדסגטעחםןכצזץךף", "efgggggghhhhiiiiijjjjkkknno"},
    LetterCosts{"ar", false, U"اليمرتةوندعفبسحكقجأطصهخإذشغضزىثئءظؤـآڤ",
                "efgghhhhhiiiiiijjjjjjjkkkkllllmmnooprw"},
    LetterCosts{"fa", false, U"اینردهوتمبسشکلپفزگعخجقصحطچآغذظضئثژأء",
                "efffggghhhhiiijjjjjjkkkllmmnnnnopprt"},
    LetterCosts{"th", false, U"ารอกมนเ่้งดลัีติบยสวแไ์คขทจหปพูะืชโซำใุถฟ็ณผภษธึฮฐญศฉฤๆฝฏ๊ฑฬฎ",
                "ggghhhhhhiiiiiiiiiiijjjjjjjjjjjkkkkkkkllllmmmnnoooopqrrrtuuvw"},
    LetterCosts{"eo", true, U"aoeinrlstkdmupjgvbcfzĉĝhŝŭĵwxyĥqª",
                "efffggggghhhhiiijjkklmmmmmppqqqsw"},
    LetterCosts{"ga", true, U"aihnretcsoldmágíubfépúóvxkwyjzq", "efffggghhhhhhiiijjjkkkkppqqrttu"},
};

// The most frequent characters of languages with thousands, most frequent first.
constexpr std::u32string_view kSimplified =
    U"的用在中和法为对分不数有了性一行文件出是度化进方时大无能个结于发以定与表生合理系"
    U"作制动地量型可要模国基高研应体成效提究式现过本果析及新学上程标设计统使实同下到间"
    U"建水关区组种后机子其重变选字特目据多值相加明语力工并名入主类内测面人部物展图指通"
    U"器将置构显最小符取存经年影业产位前信算响解利列验电期会等比参项点示开率质因自输流"
    U"或论态者正平接来长外术已全引从而所空较录复形改被问题包代试向线素务具格之得未该处"
    U"运这层采控除达单错价号配交状强当证布元尔支市更息光检原义失含增此调技环误源别保资"
    U"查传导认密管转省持气三如条规索拉创低序确日差命次道优考金集非路场均则库速例没反观"
    U"打安治网户段公料斯象意需由立活准回两我服民育色维压称域级波亚换预品西二政细土好降"
    U"节科海权口收记评超识家但求移断克获略征令限第热造共视境带教必常异事备起整码心读联"
    U"属病探精软南败风北根酸策真社步射温离载济否功径美马情注样近键像操消月签只然容供报"
    U"感任农少受连界知岩块且述版推范总疗液矿角它给装函积各头里编围菌写冲施也您天直林东"
    U"临印须白拟随微删致德势始排请至际适药着手完山况约油台执择钥州聚决尼城卡讨纳修群缺";
constexpr std::u32string_view kTraditional =
    U"的用在不法中為有數無和分對一定行是件出個了時語性文式以能使度大字結於作選設要檔目"
    U"進可表方效發動標合化指提生模示本理名新列與入型案取到項過位應果地成組程國量制區上"
    U"基體間值建顯高後輸下元現變重子加研將系同存工機析或多及究置內統已關符計其相前引類"
    U"學特錄者實錯開明物未小除水圖格器最主會部解種正號所參面誤並來據空期態如測力支人被"
    U"資通影利稱自經展等包更從失交算信比這單得點構產沒狀此響驗長接而因年業代之令線外全"
    U"立預否該改平電拉處金向亞流具則爾含記證題當率質索鍵非傳息試碼配敗料論密較檢版素問"
    U"讀路別序次形需查達術鑰回原庫控換條轉斯規命移增源請安務第寫執印義保確略運強服視您"
    U"調連準色編日層克由整採管徑塊環但只意刪價頭級光至三導西差網市技持限容域認裝例壓布"
    U"兩維反共省著修集手必段求氣低道考任訊二端屬權打馬載優備識公創波簽我好串超速像完復"
    U"常套境始場戶少知收觀均細告供治群尼排樣斷異它擇民離活象找範起科功節束消土育衝複圍"
    U"品每按帶真家須情給直政德且南受何美述降根海卡聯邊軟操係口然白造事里評製許古併心寬"
    U"步獲清缺也徵熱教月縮北報籤射精警界阿推函注近納巴放策啟病風探總決羅濟酸社溫際隨先";
constexpr std::u32string_view kJapanese =
    U"定数用使行語名表合指示列不力効文字設出要値一変無正失時中作成対敗除場更入書実在前"
    U"込型子有取式関可必存終最置間内新削鍵読動能了引再号明外大配生方続番上同期付接検部"
    U"照告報現認後化形開限制位理目証換得複以長警見発全情選信性択問含切空義先下算約準所"
    U"共的参分署識返保覧当標演致受囲画者加記持集別張視追範索小始処単法解通確際国向状幅"
    U"印代個送日拡初利自項態適属完止応順起縮度権求回計割端機構非意結元想常圧予命移異待"
    U"容整多素和色許区他像線進令特古重各序次境果違装暗本言未右規展秒詳直左例種決並刷点";
constexpr std::u32string_view kKorean =
    U"다이니을지에수는습로를하가없시자스의정일기용어합음서리사할파트인한은위않션터아있"
    U"오대제문그으드만상값보부함작치해표모크실입옵프여름력바패데형나고행버된업전도설키"
    U"경면소중되명블식들라구열세료디개성과테요못출레록변목적거메동조비야호번류환잘미원"
    U"단내마우령태브장렉체추화복했유주연너타재현간코읽본커와반필분무계러항때최포안공당"
    U"베결줄십었선또임더속알르럼진확른색랜절래방능칼려백텍참저덱접페건각두법퍼카준밋처"
    U"검새발산택종았젯든끝티매생초예신쓰링배쪽게같템져클활영삭집릴권운렬국쓸것병플찾근"
    U"축관딩올역따린됨향램롤닙림허째잭통격토슬외룹증글길맞널헤콘볼받범창약꾸뉴별청젝석"
    U"까규숫쿼됩뒤완듈존언압및막순런남컨될말케";

}  // namespace

std::span<const LetterCosts> letter_costs() { return kLanguages; }

std::u32string_view frequent_characters(WideScript script) {
  switch (script) {
    case WideScript::kSimplified:
      return kSimplified;
    case WideScript::kTraditional:
      return kTraditional;
    case WideScript::kJapanese:
      return kJapanese;
    case WideScript::kKorean:
      return kKorean;
  }
  return {};
}

}  // namespace horizon::crawler
