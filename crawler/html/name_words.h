// The words that authors of pages, and the systems they use, put into class and id. Words stand
// alone or, with '*', at the beginning of a word; pairs with '-' stand one behind the other in one
// name, whatever separates them there.
#pragma once

#include <string_view>

namespace horizon::crawler {

// Beside the text, and not part of it.
inline constexpr std::string_view kStrongNames =
    "about-author ad adblock adbox add-this addthis addtoany ads adsense adslot adunit advert "
    "advertis* advertisement advertisements advertising advertorial adverts also-like also-read "
    "app-download article-navigation article-share article-tags author-bio author-box "
    "author-card author-profile back-top banner banners billboard bottombar breadcrumb* "
    "breadcrumbs ccpa chatbot consent cookie* cookies copyright copyrights crumb crumbs daohang "
    "dfp disclaimer donate donation download-app email-signup entry-tags fb-comments fenxiang "
    "foot footer friend-link friendly-link gdpr global-header global-nav go-top gutter hot-list "
    "hot-news hotlist hotnews image-credit impressum jp-relatedposts jump-link jumplink "
    "latest-articles latest-news latest-posts latest-stories leaderboard legal lightbox lineno "
    "linenos livechat login mailing-list main-nav masthead menu menus mianbaoxie mobile-app "
    "mobilemenu modal more-articles more-news more-posts more-stories morefrom most-popular "
    "most-read most-shared most-viewed mostpopular mostread mpu must-read nav navbar* navi "
    "navigation newsletter* newsletters nextprev no-print noprint other-articles other-news "
    "outbrain* overlay page-footer pager pagination* paginator photo-credit pinglun popular "
    "popup popups post-navigation post-tags postnav postnavigation prevnext print-hidden "
    "printfriendly promo promos promotion rail ranking rankings ratings read-more read-next "
    "readmore readnext recent-articles recent-comments recent-news recent-posts recommend* "
    "recommendation recommendations recommended register related* relatedart* relatedarticles "
    "relatedpost* relatedposts revcontent screen-reader screenreader* scroll-top searchbar "
    "searchbox searchform share sharebar* sharebutton* sharedaddy* sharer shares sharethis "
    "sharetool* shariff sharing siblings side-bar side-col side-nav sidebar* sidebars sidecol "
    "siderail sign-up signin signup similar-articles similar-posts site-footer site-header "
    "site-nav sitemap skip skiplink skyscraper sns sociable social social-links socialicon* "
    "socialmedia socials sponsor* sponsored sponsors sr-only story-tools sub-nav submenu "
    "subscribe subscription subscriptions survey table-contents taboola* tag-cloud tagcloud "
    "teaserlist teasers ticker toc toolbar top-bar top-nav topbar trending tuijian up-next "
    "upnext user-comments visually-hidden visuallyhidden* weizhi whatsnext xiangguan "
    "yarpp-related youlian zergnet";

// Readers' comments.
inline constexpr std::string_view kCommentNames =
    "comentarios comment commentaires commentarea commentbody commentbox commenters commentform "
    "commenting commentlist commentlists comments commentsection commentthread commentwrapper "
    "discourse disqus* facebookcomments fbcomments guestbook kommentar* kommentare livefyre "
    "pingback pingbacks replies reply respond trackback trackbacks";

// Mostly beside the text, sometimes around it.
inline constexpr std::string_view kWeakNames =
    "action actions article-footer article-info article-meta article-tools articleinfo aside "
    "auteur author author-info authorbio authorbox authors autor badge badges bianji bio "
    "bookmark btn button buttons byline bylines call-action caption captions carousel "
    "categories category col-left col-right column-left column-right credit credits cta "
    "dateline dropdown entry-footer entry-meta entry-utility entrymeta externallinks feedback "
    "filed flag flags follow followus hashtag hashtags image-caption imagecaption img-caption "
    "imgcaption* keywords laiyuan left-col left-column like likes log-in media-caption meta "
    "metadata more-from next next-article next-post permalink photo-caption photocredit "
    "playlist post-footer post-info post-meta posted postinfo postmeta prev prev-article "
    "previous-post print printonly qq qrcode rating right-col right-column rss slider slideshow "
    "story-info story-meta tag tag-list taglist tags thumb thumbnail thumbnails thumbs "
    "timestamp tool tools tooltip views vote votebox votes wechat weibo weixin widget "
    "widgetarea widgets wp-caption wpcaption* you-may";

// The text of an article.
inline constexpr std::string_view kTextNames =
    "art-con art-content artibody artical-content article-body article-con article-cont "
    "article-content article-copy article-detail article-inner article-main article-paragraph "
    "article-section article-text article-txt articlebody articlecon articlecontent articlecopy "
    "articletext blog-body blog-content blog-text blogcontent body-article body-content "
    "body-copy body-field body-text bodycontent bodycopy bodytext caas-body con-text "
    "content-article content-body content-con content-detail content-text content-txt "
    "content-view content-wysiwyg contentbody contenttext detail-body detail-content "
    "detail-text endtext entry-body entry-content entry-text entrycontent field-body fulltext "
    "hentrycontent info-content main-con main-text maincontenttext maintext maintext-content "
    "markdown markdown-body name-body nei-rong neirong news-article news-body news-con "
    "news-content news-detail news-text newsbody newscontent newstext node-content "
    "parser-output post-article post-body post-content post-copy post-entry post-text postbody "
    "postcontent posttext prose release-body release-content rich-text richtext show-content "
    "show-text single-article single-content story-body story-content story-copy story-inner "
    "story-text storybody storycontent storytext text-body text-con text-content text-detail "
    "textcontent trs txt-con wysiwyg wysiwyg-content zhengwen zhengwen-content zoom";

// An article with all that belongs to it; only where it is the whole name or a pair.
inline constexpr std::string_view kArticleNames =
    "article articulo artikel blog-post blogentry blogpost detail entry hentry main-article "
    "mw-parser newsarticle nota post press-release single-post singlepost story storypage "
    "wenzhang xiangqing";

// The main part of a page; only where it is the whole name.
inline constexpr std::string_view kMainNames =
    "body contenido content contenu inhalt main mainbody maincontent pagecontent primary text";

// What introduces an article.
inline constexpr std::string_view kLeadNames =
    "abstract bajada chapeau chapo daoyu deck dek entradilla excerpt intro introduction lead "
    "lede sapo standfirst subhead subheading subheadline subtitle summary vorspann zhaiyao";

}  // namespace horizon::crawler
