// Who wrote a feed or an entry, in the forms that feeds use.
#pragma once

#include <string_view>

#include "crawler/feed/feed_model.h"
#include "crawler/xml/xml_tree.h"

namespace horizon::crawler {

// "me@example.org (Me Myself)" (RSS 2.0), "Me <me@example.org>", "Me (me@example.org)",
// "me@example.org", "Me"; also as HTML. Without a name or an address: nobody.
FeedPerson parse_person(std::string_view text);

// The same from an element: Atom's name and email, FOAF's and iTunes' likewise, or its text.
FeedPerson read_person(const XmlNode& element);

// Adds somebody who has a name or an address and is not there yet; a name that is known lends its
// address. At most 10,000.
void add_person(FeedPerson person, std::vector<FeedPerson>& people);

}  // namespace horizon::crawler
