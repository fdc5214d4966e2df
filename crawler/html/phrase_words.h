#pragma once

#include <string_view>

// Beginnings of blocks in lower case, separated by '|'.
namespace horizon::crawler {

// Blocks of at most 30 units: as a whole, but for digits and signs.
inline constexpr std::string_view kSmallBoilerplate =
    "advertentie|advertisement|advertisements|anzeige|close|comment|comments|compartilhar|"
    "compartir|condividi|copy link|delen|download|drucken|email|enlarge|facebook|follow|"
    "gallery|home|kommentare|like|link copied|linkedin|load more|loading|mehr|menu|merken|"
    "more|más|nach oben|newer|next|older|partager|photo|photos|pinterest|play audio|"
    "play video|previous|print|pubblicità|publicidad|publicidade|publicité|reklama|related|"
    "reply|save|search|see more|share|show more|skip|sponsored|suite|tags|teilen|top|tweet|"
    "twitter|udostępnij|video|view gallery|view more|watch live|werbung|whatsapp|ещё|"
    "поделиться|реклама|シェア|举报|关闭|分享|字号|广告|広告|廣告|打印|收藏|更多|点赞|评论|"
    "返回";

// Blocks of at most 60 units.
inline constexpr std::string_view kShortBoilerplate =
    "(编辑|(责任编辑|0 comments|[责任编辑|add a comment|ap photo|article continues below|"
    "artikel drucken|artikel teilen|auf facebook|back to top|bild:|bron:|click to|"
    "continue reading below|copied to clipboard|courtesy of|crédit photo|follow the author|"
    "fonte:|foto:|fuente:|getty images|image credit|image:|imagem:|jump to|"
    "kommentar schreiben|kommentieren|leave a comment|leave a reply|listen to this|log in|"
    "mehr zum thema|no comments|photo by|post a comment|quelle:|scroll to continue|"
    "seite drucken|share article|share on|share this|share via|show comments|sign in|skip to|"
    "source:|story continues below|tap to|te puede interesar|view comments|zur startseite|"
    "источник:|фото:|【编辑|【责任编辑|上一篇|下一篇|下载app|作者:|作者：|來源：|信息来源|"
    "入力|关注微信|关注我们|分享到|分享至|发布日期|发布时间|发表评论|图源|图片来源|基本信息|"
    "审核：|微信扫|我要评论|打开app|扫一扫|扫码|摄影：|文章来源|更多精彩|最終更新|本文来源|"
    "来源:|来源：|校对：|浏览次数|点击数|点击次数|続きを読む|编辑:|编辑：|网友评论|责任编辑|"
    "责编|返回顶部|长按|関連記事|阅读次数|기자|수정|（编辑|（责任编辑";

// Blocks of at most 150 units.
inline constexpr std::string_view kLongBoilerplate =
    "(c) 20|(原标题|(来源|a lire aussi|a version of this article|abonnez-vous|abonnieren|"
    "advertisement - |all rights reserved|also read|auch interessant|ayrıca oku|bildquelle|"
    "by continuing|by signing up|by submitting|categories:|category:|click here|click on the|"
    "contact us|copyright|czytaj także|czytaj też|czytaj więcej|download our|"
    "download the app|enable javascript|filed in|filed under|follow us|get the latest|"
    "have a tip|image source|inscreva-se|inscrivez-vous|iscriviti|javascript is|join our|"
    "kategorie:|kategorien:|le puede interesar|lea además|lea también|lee también|"
    "leer también|lees meer|lees ook|lees verder|leggi anche|leggi tutto|leia mais|"
    "leia também|les også|lesen sie auch|lesen sie hier|lesen sie mehr|lire aussi|"
    "lire la suite|lire également|listen:|lue myös|läs mer|läs också|læs også|mira también|"
    "more from|more on this|more:|most popular|most read|newsletter|photo:|photos:|picture:|"
    "please enable|posted in|przeczytaj też|read also|read more|read next|read:|"
    "recommended for|related article|related stories|related story|related:|report a typo|"
    "reprints|saiba mais|schlagworte|schlagwörter|see also:|see more:|send us|siga|sign up|"
    "subscribe|suivez-nous|suscríbete|síguenos|tag:|tagged|tags:|this article appears in|"
    "this post may contain affiliate|this site uses|veja também|ver también|video:|"
    "voir aussi|watch more|watch:|we may earn|we use cookies|weiterlesen|you may also|"
    "you might also|you need to|your browser|zobacz także|zobacz też|©|à lire :|à lire aussi|"
    "по теме|подпис|смотрите также|читайте также|ⓒ|【免责声明】|举报电话|免责声明|关注公众号|"
    "原文链接|原标题|声明:|声明：|延伸阅读|投稿邮箱|推荐阅读|未经授权|未经许可|本文地址|"
    "本文转载|本文链接|本网注明|欢迎关注|点击下载|点击查看|点击进入|点击阅读|点此|無断転載|"
    "版权声明|版权所有|特别声明|相关文章|相关新闻|相关阅读|网站声明|转自|转载自|转载请注明|"
    "违法和不良|郑重声明|무단전재|저작권자|（原标题|（来源";

// Headings of what follows an article.
inline constexpr std::string_view kEndings =
    "a lire aussi|about author|about the author|about the authors|add a comment|add comment|"
    "articles similaires|articoli correlati|artigos relacionados|artículos relacionados|"
    "auch interessant|author bio|bài viết liên quan|bình luận|categories|comentarios|"
    "comentários|comment|commentaires|commenti|comments|contenido relacionado|das könnte|"
    "deixe um comentário|deixe uma resposta|deja un comentario|deja una respuesta|"
    "dodaj komentarz|don't miss|einen kommentar|entradas relacionadas|find us on|follow us|"
    "geef een reactie|gerelateerd|hinterlasse|ilgili haberler|in this section|"
    "join the conversation|join the discussion|keep reading|komentarze|kommentar|kommentare|"
    "kommentarer|laisser un commentaire|lascia un commento|latest articles|latest news|"
    "latest posts|latest stories|leave a comment|leave a reply|leave a response|lees ook|"
    "leggi anche|leia mais|leia também|les plus lus|lesen sie auch|lire aussi|lo más|"
    "läs också|mais lidas|meer over|mehr zum thema|meistgelesen|more articles|more from|"
    "more like this|more news|more on|more posts|more stories|most popular|most read|"
    "most recent|most viewed|más noticias|neueste|newsletter|noticias relacionadas|"
    "notícias relacionadas|other articles|other news|other posts|other stories|podobne|"
    "polecane|popular articles|popular posts|popular stories|post a comment|post navigation|"
    "potrebbe interessarti|potrebbero interessarti|powiązane|reacties|read also|read more|"
    "read next|read this next|recent articles|recent news|recent posts|recommended|"
    "recommended for you|recommended reading|recommended stories|related|related article|"
    "related articles|related content|related coverage|related items|related links|"
    "related news|related posts|related products|related questions|related reading|"
    "related stories|related topics|relaterade|schreibe einen kommentar|"
    "schreiben sie einen kommentar|share|share this|share your thoughts|sign up|"
    "similar articles|similar posts|stay connected|stay informed|stay up to date|subscribe|"
    "sur le même|tags|también te|te puede interesar|teilen|tin liên quan|trending|"
    "trending now|up next|veja também|verwandte|weitere artikel|weitere beiträge|"
    "weitere meldungen|weitere nachrichten|weitere themen|what to read next|what's next|"
    "write a comment|written by|yorumlar|you may also|you might also|you might be|"
    "zobacz także|zum thema|à lire aussi|à lire également|ähnliche artikel|ähnliche beiträge|"
    "über den autor|über die autorin|добавить комментарий|комментарии|по теме|похожие|"
    "читайте также|おすすめ|コメント|上一篇|下一篇|为您推荐|人気記事|全部评论|分享到|"
    "发表评论|大家都在看|延伸阅读|推荐阅读|文章评论|最新文章|最新新闻|最新评论|最新资讯|热门|"
    "猜你喜欢|相关专题|相关内容|相关报道|相关推荐|相关文章|相关新闻|相关资讯|相关链接|"
    "相关阅读|精彩评论|网友评论|评论|関連ニュース|関連記事|随机文章|관련기사|댓글";

// What bylines and date lines begin with.
inline constexpr std::string_view kBylines =
    "actualizado|aktualisiert|atualizado|author:|author: |autor:|autor: |by |by: |created|"
    "di |door |edited by|erstellt|first published|gepubliceerd|last modified|last updated|"
    "mis à jour|modified|opublikowano|par |por |posted by|posted on|pubblicato|publicado|"
    "published|publié|reported by|reviewed by|stand:|submitted by|updated|veröffentlicht|"
    "von |von: |words by|written by|опубликовано|作者|公開日|发布|发表|投稿日|文 |文/|文：|"
    "日期|时间|更新|更新日|来源|编辑|记者|입력";

}  // namespace horizon::crawler
