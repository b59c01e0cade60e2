// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// No decoder takes more memory than a small multiple of what it was sent. Each is fed 400 KiB (or
// as much as it looks at, where that is less) in the shapes that cost most: many small nodes, much
// that is alike, much that is deep. The multiple is of the most that is held at one time, counted
// at malloc.
#include <gtest/gtest.h>

#include <functional>

#include "protocols/autodiscover/autodiscover.hpp"
#include "protocols/autodiscover/server.hpp"
#include "protocols/ews/ews.hpp"
#include "protocols/graph/graph.hpp"
#include "protocols/graph/meeting_times.hpp"
#include "protocols/ics/ics.hpp"
#include "protocols/oauth/oauth.hpp"
#include "protocols/plain/plain.hpp"
#include "protocols/wire/base64.hpp"
#include "protocols/wire/json.hpp"
#include "protocols/wire/xml.hpp"
#include "tests/support/counted_malloc.hpp"

namespace fb {
namespace {

constexpr std::size_t kBytes = 400 * 1024;
constexpr std::size_t kDocumentBytes = 256 * 1024;  // of metadata, token answers and questions
constexpr std::size_t kQueryBytes = 32 * 1024;
constexpr std::size_t kDiscoveryBytes = 16 * 1024;

const model::TimeWindow kDay = [] {
  const model::UtcTime begin = std::chrono::sys_days{std::chrono::year(2031) / 5 / 6};
  return model::TimeWindow::make(begin, begin + std::chrono::days(1)).value();
}();
const std::vector<model::SmtpAddress> kAda{model::SmtpAddress::parse("ada@north.example").value()};

// `piece` as often as it fits between the two ends.
std::string filled(std::string_view begin, std::string_view piece, std::string_view end,
                   std::size_t bytes) {
  std::string out(begin);
  while (out.size() + piece.size() + end.size() <= bytes) out += piece;
  return out.append(end);
}

std::string deep(std::string_view open, std::string_view close, int levels) {
  std::string out;
  for (int i = 0; i < levels; ++i) out += open;
  for (int i = 0; i < levels; ++i) out += close;
  return out;
}

struct Shape {
  std::string name;
  std::string bytes;
};

constexpr std::string_view kSoap =
    "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\""
    " xmlns:m=\"http://schemas.microsoft.com/exchange/services/2006/messages\""
    " xmlns:t=\"http://schemas.microsoft.com/exchange/services/2006/types\"><s:Body>";
constexpr std::string_view kSoapEnd = "</s:Body></s:Envelope>";

std::string in_soap(std::string_view begin, std::string_view piece, std::string_view end,
                    std::size_t bytes) {
  return filled(std::string(kSoap).append(begin), piece, std::string(end).append(kSoapEnd), bytes);
}

std::vector<Shape> xml_shapes(std::size_t bytes) {
  std::string wide = "<a";
  for (int i = 0; i < 60; ++i) wide += " a" + std::to_string(i) + "=\"\"";
  wide += "/>";
  return {
      {"empty elements", filled("<a>", "<a/>", "</a>", bytes)},
      {"empty elements in an envelope", in_soap("<m:a>", "<a/>", "</m:a>", bytes)},
      {"letters between elements", filled("<a>", "<b/>x", "</a>", bytes)},
      {"attributes", filled("<a>", wide, "</a>", bytes)},
      {"references", filled("<a>", "&#65;", "</a>", bytes)},
      {"sections", filled("<a>", "<![CDATA[]]>", "</a>", bytes)},
      {"comments", filled("<a>", "<!---->", "</a>", bytes)},
      {"as deep as may be", filled("<a>", deep("<b>", "</b>", 62), "</a>", bytes)},
      {"too deep", deep("<a>", "</a>", static_cast<int>(bytes / 7))},
      {"one long text", "<a>" + std::string(bytes - 7, 'x') + "</a>"},
  };
}

std::vector<Shape> json_shapes(std::size_t bytes) {
  std::string names = "{";
  for (int i = 0; names.size() < bytes - 12; ++i) names += "\"" + std::to_string(i) + "\":0,";
  names.back() = '}';
  return {
      {"empty lists", filled("[[]", ",[]", "]", bytes)},
      {"digits", filled("[0", ",0", "]", bytes)},
      {"empty objects", filled("[{}", ",{}", "]", bytes)},
      {"small objects", filled("[{\"a\":0}", ",{\"a\":0}", "]", bytes)},
      {"one wide object", names},
      {"empty texts", filled("[\"\"", ",\"\"", "]", bytes)},
      {"one long text", "\"" + std::string(bytes - 2, 'x') + "\""},
      {"as deep as may be", filled("[0", "," + deep("[", "]", 30), "]", bytes)},
      {"too deep", deep("[", "]", static_cast<int>(bytes / 2))},
  };
}

std::vector<Shape> ews_answers(std::size_t bytes) {
  const std::string entry =
      "<m:GetUserAvailabilityResponse><m:FreeBusyResponseArray><m:FreeBusyResponse>"
      "<m:ResponseMessage ResponseClass=\"Success\"/><m:FreeBusyView>"
      "<t:FreeBusyViewType>Detailed</t:FreeBusyViewType><t:CalendarEventArray>";
  const std::string end =
      "</t:CalendarEventArray></m:FreeBusyView></m:FreeBusyResponse></m:FreeBusyResponseArray>"
      "</m:GetUserAvailabilityResponse>";
  const std::string times =
      "<StartTime>2031-05-06T08:00:00</StartTime><EndTime>2031-05-06T09:00:00</EndTime>";
  return {
      {"events", in_soap(entry, "<e>" + times + "</e>", end, bytes)},
      {"events with empty details",
       in_soap(entry, "<e>" + times + "<CalendarEventDetails/></e>", end, bytes)},
      {"entries", in_soap("<m:GetUserAvailabilityResponse><m:FreeBusyResponseArray>", "<e/>",
                          "</m:FreeBusyResponseArray></m:GetUserAvailabilityResponse>", bytes)},
      {"a long fault", in_soap("<s:Fault><faultstring>", "x", "</faultstring></s:Fault>", bytes)},
  };
}

std::vector<Shape> ews_calls(std::size_t bytes) {
  const std::string request = "<m:GetUserAvailabilityRequest>";
  return {
      {"mailboxes", in_soap(request + "<m:MailboxDataArray>", "<d/>",
                            "</m:MailboxDataArray><t:FreeBusyViewOptions/>"
                            "</m:GetUserAvailabilityRequest>",
                            bytes)},
      {"zone ids",
       in_soap("<m:GetServerTimeZones><m:Ids>", "<t/>", "</m:Ids></m:GetServerTimeZones>", bytes)},
      {"suggestion options",
       in_soap(request + "<t:SuggestionsViewOptions>", "<t/>",
               "</t:SuggestionsViewOptions></m:GetUserAvailabilityRequest>", bytes)},
  };
}

std::vector<Shape> graph_answers(std::size_t bytes) {
  const std::string item =
      R"({"start":{"dateTime":"2031-05-06T08:00:00Z"},"end":{"dateTime":"2031-05-06T09:00:00Z"}})";
  const std::string begin = R"({"value":[{"scheduleId":"ada@north.example","scheduleItems":[)";
  return {
      {"items", filled(begin + item, "," + item, "]}]}", bytes)},
      {"schedules", filled(R"({"value":[{})", ",{}", "]}", bytes)},
      {"digits", filled(R"({"value":[{"scheduleId":"ada@north.example","availabilityView":")", "1",
                        "\"}]}", bytes)},
  };
}

std::vector<Shape> token_documents(std::size_t bytes) {
  const std::string key = R"({"kty":"RSA","kid":"a","n":"AQAB","e":"AQAB"})";
  return {
      {"keys", filled(R"({"keys":[)" + key, "," + key, "]}", bytes)},
      {"empty keys", filled(R"({"keys":[{})", ",{}", "]}", bytes)},
  };
}

std::vector<Shape> calendars(std::size_t bytes) {
  const std::string begin = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n";
  const std::string end = "END:VCALENDAR\r\n";
  const std::string event = "BEGIN:VEVENT\r\nDTSTART:20310506T080000Z\r\nEND:VEVENT\r\n";
  std::string dates = "20310506T080000Z";
  for (int i = 0; i < 20; ++i) dates += ",20310506T080000Z";
  return {
      {"events", filled(begin, event, end, bytes)},
      {"empty components", filled(begin, "BEGIN:X\r\nEND:X\r\n", end, bytes)},
      {"short lines", filled(begin, "A:\r\n", end, bytes)},
      {"folded lines", filled(begin + "X-A:", "\r\n x", "\r\n" + end, bytes)},
      {"parameters", filled(begin + "X-A", ";A=", ":\r\n" + end, bytes)},
      {"extra dates", filled(begin + "BEGIN:VEVENT\r\nDTSTART:20310506T080000Z\r\n",
                             "RDATE:" + dates + "\r\n", "END:VEVENT\r\n" + end, bytes)},
      {"rules", filled(begin + "BEGIN:VEVENT\r\nDTSTART:20310506T080000Z\r\n",
                       "RRULE:FREQ=DAILY\r\n", "END:VEVENT\r\n" + end, bytes)},
      {"busy times",
       filled(begin + "BEGIN:VFREEBUSY\r\n", "FREEBUSY:20310506T080000Z/20310506T090000Z\r\n",
              "END:VFREEBUSY\r\n" + end, bytes)},
      {"an open component", filled(begin, "BEGIN:VEVENT\r\n", "", bytes)},
  };
}

std::vector<Shape> queries(std::size_t bytes) {
  return {
      {"people", filled("person=a@b.example", "&person=a@b.example", "", bytes)},
      {"empty parameters", filled("a=b", "&", "", bytes)},
      {"escapes", filled("person=", "%41", "", bytes)},
  };
}

std::vector<Shape> joined(std::vector<Shape> a, const std::vector<Shape>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

std::vector<Shape> tokens(std::size_t bytes) {
  std::vector<Shape> shapes;
  for (const Shape& claims : json_shapes(bytes / 2)) {
    const std::string object = R"({"a":)" + claims.bytes + "}";
    shapes.push_back({claims.name, wire::base64url(std::string_view(R"({"alg":"RS256"})")) + "." +
                                       wire::base64url(std::string_view(object)) + ".c2ln"});
  }
  return shapes;
}

struct Decoder {
  std::string name;
  double multiple_max;  // of held bytes to bytes sent
  std::vector<Shape> shapes;
  std::function<void(std::string_view)> decode;
};

// pugixml holds 72 bytes for an element of four, Boost.JSON 16 for a digit and its comma, both
// beside a copy that grows; libical and a rule of our own come to 900 bytes for a line of 17.
constexpr double kXmlMultiple = 30;
constexpr double kJsonMultiple = 30;
constexpr double kCalendarMultiple = 60;

std::vector<Decoder> xml_decoders() {
  const auto xml = xml_shapes(kBytes);
  return {
      {"wire::XmlDocument", kXmlMultiple, xml,
       [](auto text) { (void)wire::XmlDocument::parse(text); }},
      {"ews::decode_call", kXmlMultiple, joined(xml, ews_calls(kBytes)),
       [](auto text) { (void)ews::decode_call(text); }},
      {"ews::decode_answer", kXmlMultiple, joined(xml, ews_answers(kBytes)),
       [](auto text) {
         (void)ews::decode_answer(text, {kAda, kDay, model::SlotLength::half_hour()});
       }},
      {"autodiscover::decode_user_settings_answer", kXmlMultiple, xml_shapes(kDiscoveryBytes),
       [](auto text) { (void)autodiscover::decode_user_settings_answer(text); }},
      {"autodiscover::decode_pox_answer", kXmlMultiple, xml_shapes(kDiscoveryBytes),
       [](auto text) { (void)autodiscover::decode_pox_answer(text); }},
      {"autodiscover::decode_call", kXmlMultiple, xml_shapes(kDiscoveryBytes),
       [](auto text) { (void)autodiscover::decode_call(text); }},
      {"autodiscover::decode_pox_call", kXmlMultiple, xml_shapes(kDiscoveryBytes),
       [](auto text) { (void)autodiscover::decode_pox_call(text); }},
      {"ics::Calendar", kCalendarMultiple, calendars(kBytes),
       [](auto text) { (void)ics::Calendar::parse(text, wire::Zone::utc()); }},
  };
}

std::vector<Decoder> json_decoders() {
  const auto json = json_shapes(kBytes);
  const auto graph = joined(json, graph_answers(kBytes));
  const auto document = json_shapes(kDocumentBytes);
  return {
      {"wire::parse_json", kJsonMultiple, json, [](auto text) { (void)wire::parse_json(text); }},
      {"graph::decode_call", kJsonMultiple, graph,
       [](auto text) { (void)graph::decode_call(text, text); }},
      {"graph::decode_answer", kJsonMultiple, graph,
       [](auto text) {
         (void)graph::decode_answer(text, {kAda, kDay, model::SlotLength::half_hour()});
       }},
      {"graph::decode_error", kJsonMultiple, json,
       [](auto text) { (void)graph::decode_error(400, text); }},
      {"graph::decode_meeting_times", kJsonMultiple, document,
       [](auto text) {
         (void)graph::decode_meeting_times(text, text, kAda.front(), kDay.begin());
       }},
      {"plain::decode_question", kJsonMultiple, document,
       [](auto text) { (void)plain::decode_question(text); }},
      {"plain::decode_query", kJsonMultiple, queries(kQueryBytes),
       [](auto text) { (void)plain::decode_query(text); }},
      {"oauth::CompactToken", kJsonMultiple, tokens(oauth::CompactToken::kBytesMax),
       [](auto text) { (void)oauth::CompactToken::read(text); }},
      {"oauth::KeySet", kJsonMultiple, joined(json, token_documents(kBytes)),
       [](auto text) { (void)oauth::KeySet::read(text); }},
      {"oauth::ProviderMetadata", kJsonMultiple, document,
       [](auto text) { (void)oauth::ProviderMetadata::read(text); }},
      {"oauth::TokenResponse", kJsonMultiple, document,
       [](auto text) { (void)oauth::TokenResponse::read(200, text); }},
      {"autodiscover::decode_json_answer", kJsonMultiple, json_shapes(kDiscoveryBytes),
       [](auto text) { (void)autodiscover::decode_json_answer(text); }},
  };
}

TEST(DecoderMemory, IsASmallMultipleOfWhatWasSent) {
  if (!test::kCountsMalloc)
    GTEST_SKIP() << "NOT TESTED: a sanitizer has its own malloc, so nothing can be counted here";
  std::vector<Decoder> decoders = xml_decoders();
  for (const Decoder& decoder : json_decoders()) decoders.push_back(decoder);
  for (const Decoder& decoder : decoders) {
    double most = 0;
    std::string worst;
    for (const Shape& shape : decoder.shapes) {
      decoder.decode(shape.bytes);  // what is built once, a zone or a table, is not the message's
      const test::MallocCount count = test::malloc_count_of([&] { decoder.decode(shape.bytes); });
      const double multiple =
          static_cast<double>(count.peak) / static_cast<double>(shape.bytes.size());
      EXPECT_LE(multiple, decoder.multiple_max) << decoder.name << ": " << shape.name;
      EXPECT_EQ(count.left, 0U) << decoder.name << ": " << shape.name;
      if (multiple < most) continue;
      most = multiple;
      worst = shape.name;
    }
    // A decoder that holds next to nothing looked at none of its shapes.
    EXPECT_GT(most, 0.5) << decoder.name;
    std::printf("%-44s holds at most %5.1f times what was sent (%s)\n", decoder.name.c_str(), most,
                worst.c_str());
  }
}

TEST(DecoderMemory, TheCounterCounts) {
  if (!test::kCountsMalloc)
    GTEST_SKIP() << "NOT TESTED: a sanitizer has its own malloc, so nothing can be counted here";
  // Where nobody could see the text, an optimizer would make none.
  const char* volatile seen = nullptr;
  const test::MallocCount count = test::malloc_count_of([&seen] {
    std::string twice(100'000, 'x');
    seen = twice.data();
    twice.reserve(200'000);
    seen = twice.data();
  });
  EXPECT_NE(seen, nullptr);
  EXPECT_EQ(count.calls, 2U);
  EXPECT_GE(count.peak, 300'000U);
  EXPECT_LE(count.peak, 310'000U);
  EXPECT_EQ(count.left, 0U);
}

}  // namespace
}  // namespace fb
