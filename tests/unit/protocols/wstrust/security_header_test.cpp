// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wstrust/security_header.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "protocols/wire/xml.hpp"
#include "tests/unit/protocols/wstrust/shown_parts.hpp"

namespace fb::wstrust {
namespace {

std::string good() {
  return test::golden_message(test::golden_path("wstrust/secured/ews_signed.xml"));
}

std::string rule_of(const std::string& envelope) {
  const auto read = read_security_header(envelope);
  if (read) return "read";
  EXPECT_EQ(read.error().kind(), model::ErrorKind::malformed_request);
  EXPECT_FALSE(read.error().detail().empty());
  return read.error().rule();
}

TEST(SecurityHeader, ReadsWhatIsThere) {
  const auto pairs = test::golden_pairs("wstrust/secured");
  EXPECT_GE(pairs.size(), 3U);
  for (const test::GoldenPair& pair : pairs) {
    const auto read = read_security_header(pair.message);
    ASSERT_TRUE(read.has_value()) << pair.name << ": " << read.error().detail();
    EXPECT_EQ(shown(*read), lines_of(pair)) << pair.name;
  }
}

// What our own client writes is of the form that is read here, but for the token, which is not one
// in those examples.
TEST(SecurityHeader, ReadsTheEnvelopesOfOurOwnClient) {
  const std::string token = between(good(), "<xenc:EncryptedData ", "</xenc:EncryptedData>");
  for (const test::GoldenPair& pair : test::golden_pairs("wstrust/envelopes")) {
    const std::string sample = between(pair.message, "<EncryptedData ", "</EncryptedData>");
    const auto read = read_security_header(with(pair.message, sample, token));
    ASSERT_TRUE(read.has_value()) << pair.name << ": " << read.error().detail();
    EXPECT_EQ(read->signature.has_value(), pair.name.find("_token") == std::string::npos)
        << pair.name;
  }
}

struct Row {
  const char* title;
  std::function<std::string(const std::string&)> change;
  const char* rule;
};

const Row kRows[] = {
    {"not changed", [](const std::string& e) { return e; }, "read"},
    {"no XML", [](const std::string&) { return std::string("x"); }, "saml.envelope"},
    {"a document type", [](const std::string& e) { return "<!DOCTYPE s:Envelope>" + e; },
     "saml.envelope"},
    {"another root",
     [](const std::string&) {
       return std::string("<s:Body xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"/>");
     },
     "saml.envelope"},
    {"a root of another namespace",
     [](const std::string& e) {
       return with(e, "http://schemas.xmlsoap.org/soap/envelope/", "urn:x");
     },
     "saml.envelope"},
    {"two Headers", [](const std::string& e) { return with(e, "<s:Body>", "<s:Header/><s:Body>"); },
     "saml.envelope"},
    {"two Bodies", [](const std::string& e) { return with(e, "<s:Body>", "<s:Body/><s:Body>"); },
     "saml.envelope"},
    {"a part of the envelope that is neither",
     [](const std::string& e) { return with(e, "<s:Body>", "<s:Tail/><s:Body>"); },
     "saml.envelope"},
    {"no Body",
     [](const std::string& e) { return with(e, between(e, "<s:Body>", "</s:Body>"), ""); },
     "saml.envelope"},
    {"no Action",
     [](const std::string& e) { return with(e, between(e, "<a:Action", "</a:Action>"), ""); },
     "saml.envelope"},
    {"two Actions",
     [](const std::string& e) {
       const std::string action = between(e, "<a:Action", "</a:Action>");
       return with(e, action, action + action);
     },
     "saml.envelope"},
    {"no To", [](const std::string& e) { return with(e, between(e, "<a:To", "</a:To>"), ""); },
     "saml.envelope"},
    {"a To that is too long",
     [](const std::string& e) {
       return with(e, "https://gateway", "https://" + std::string(kAddressBytesMax, 'x'));
     },
     "saml.envelope"},
    {"two Security headers",
     [](const std::string& e) {
       const std::string one = between(e, "<o:Security", "</o:Security>");
       return with(e, one, one + one);
     },
     "saml.security_header"},
    {"an empty second Security header for somebody else",
     [](const std::string& e) {
       return with(e, "<o:Security",
                   "<x:Security s:actor=\"urn:x\" xmlns:x=\"http://docs.oasis-open.org/wss/2004/"
                   "01/oasis-200401-wss-wssecurity-secext-1.0.xsd\"/><o:Security");
     },
     "saml.security_header"},
    {"the Security header in the Body",
     [](const std::string& e) {
       const std::string one = between(e, "<o:Security", "</o:Security>");
       return with(with(e, one, ""), "<s:Body>", "<s:Body>" + one);
     },
     "saml.security_header"},
    {"it need not be understood",
     [](const std::string& e) {
       return with(e, "<o:Security s:mustUnderstand=\"1\"", "<o:Security");
     },
     "saml.security_header"},
    {"the word is of no namespace",
     [](const std::string& e) { return with(e, "<o:Security s:must", "<o:Security must"); },
     "saml.security_header"},
    {"no Timestamp",
     [](const std::string& e) {
       return with(e, between(e, "<wsu:Timestamp", "</wsu:Timestamp>"), "");
     },
     "saml.security_header"},
    {"two Timestamps",
     [](const std::string& e) {
       const std::string one = between(e, "<wsu:Timestamp", "</wsu:Timestamp>");
       return with(e, one, one + with(one, "_0", "_1"));
     },
     "saml.security_header"},
    {"a second Timestamp elsewhere",
     [](const std::string& e) {
       const std::string one = between(e, "<wsu:Timestamp", "</wsu:Timestamp>");
       return with(e, "</s:Body>", one + "</s:Body>");
     },
     "saml.security_header"},
    {"a Timestamp without Created",
     [](const std::string& e) { return with(e, between(e, "<wsu:Created", "</wsu:Created>"), ""); },
     "saml.security_header"},
    {"a Timestamp with two Expires",
     [](const std::string& e) {
       const std::string one = between(e, "<wsu:Expires", "</wsu:Expires>");
       return with(e, one, one + one);
     },
     "saml.security_header"},
    {"a time without its offset",
     [](const std::string& e) { return with(e, ".123Z</wsu:Created>", "</wsu:Created>"); },
     "saml.time_form"},
    {"an Id that is an expression",
     [](const std::string& e) { return with(e, "wsu:Id=\"_0\"", "wsu:Id=\"a') or ('\""); },
     "saml.security_header"},
    {"no token",
     [](const std::string& e) {
       return with(e, between(e, "<xenc:EncryptedData", "</xenc:EncryptedData>"), "");
     },
     "saml.security_header"},
    {"two tokens",
     [](const std::string& e) {
       const std::string one = between(e, "<xenc:EncryptedData", "</xenc:EncryptedData>");
       return with(e, one, one + one);
     },
     "saml.security_header"},
    {"an assertion in the clear",
     [](const std::string& e) {
       return with(e, between(e, "<xenc:EncryptedData", "</xenc:EncryptedData>"),
                   "<Assertion xmlns=\"urn:oasis:names:tc:SAML:1.0:assertion\"/>");
     },
     "saml.not_encrypted"},
    {"an assertion in the clear beside the token",
     [](const std::string& e) {
       return with(e, "</s:Body>",
                   "<Assertion xmlns=\"urn:oasis:names:tc:SAML:1.0:assertion\"/></s:Body>");
     },
     "saml.not_encrypted"},
    {"two signatures",
     [](const std::string& e) {
       const std::string one = between(e, "<ds:Signature ", "</ds:Signature>");
       return with(e, one, one + one);
     },
     "saml.security_header"},
    {"another kind of token",
     [](const std::string& e) {
       return with(e, "</o:Security>", "<o:UsernameToken/></o:Security>");
     },
     "saml.security_header"},
    {"a wrapped key by reference",
     [](const std::string& e) {
       return with(e, between(e, "<xenc:EncryptedKey>", "</xenc:EncryptedKey>"),
                   "<ds:RetrievalMethod URI=\"#x\"/>");
     },
     "saml.encryption"},
    {"a cipher that lies elsewhere",
     [](const std::string& e) {
       return with(e, "<xenc:CipherValue>Y2lwaGVy</xenc:CipherValue>",
                   "<xenc:CipherReference URI=\"https://x.example/\"/>");
     },
     "saml.encryption"},
    {"a cipher that is no base64",
     [](const std::string& e) { return with(e, "Y2lwaGVy", "Y2lw?GVy"); }, "saml.encryption"},
    {"no method of the cipher",
     [](const std::string& e) {
       return with(e,
                   "<xenc:EncryptionMethod Algorithm=\"http://www.w3.org/2001/04/"
                   "xmlenc#aes256-cbc\"/>",
                   "");
     },
     "saml.encryption"},
    {"a part of the method of the key that is not known",
     [](const std::string& e) {
       return with(e, "</xenc:EncryptionMethod>",
                   "<xenc:KeySize>1</xenc:KeySize>"
                   "</xenc:EncryptionMethod>");
     },
     "saml.encryption"},
    {"two references in the signature",
     [](const std::string& e) {
       const std::string one = between(e, "<ds:Reference", "</ds:Reference>");
       return with(e, one, one + one);
     },
     "saml.signature_form"},
    {"an Object in the signature",
     [](const std::string& e) { return with(e, "</ds:Signature>", "<ds:Object/></ds:Signature>"); },
     "saml.signature_form"},
    {"a reference without transforms",
     [](const std::string& e) {
       return with(e, between(e, "<ds:Transforms>", "</ds:Transforms>"), "");
     },
     "saml.signature_form"},
    {"more transforms than anybody needs",
     [](const std::string& e) {
       const std::string one = between(e, "<ds:Transform ", "/>");
       return with(e, one, one + one + one + one + one);
     },
     "saml.signature_form"},
    {"a value that is no base64",
     [](const std::string& e) { return with(e, "c2lnbmVk", "c2ln!mVk"); }, "saml.signature_form"},
};

TEST(SecurityHeader, IsStrict) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.title);
    EXPECT_EQ(rule_of(row.change(good())), row.rule);
  }
}

TEST(SecurityHeader, HasLimits) {
  const auto padded = [](std::size_t size) {
    std::string text = good();
    text.insert(text.find("</s:Body>"), std::string(size - text.size(), ' '));
    return text;
  };
  EXPECT_EQ(rule_of(padded(kSecuredEnvelopeBytesMax)), "read");
  EXPECT_EQ(rule_of(padded(kSecuredEnvelopeBytesMax + 1)), "saml.envelope");

  const auto deep = [](std::size_t levels) {  // below Envelope and Body
    std::string inner;
    for (std::size_t i = 0; i < levels; ++i) inner += "<a>";
    for (std::size_t i = 0; i < levels; ++i) inner += "</a>";
    return with(good(), "</s:Body>", inner + "</s:Body>");
  };
  EXPECT_EQ(rule_of(deep(kSecuredEnvelopeDepthMax - 2)), "read");
  EXPECT_EQ(rule_of(deep(kSecuredEnvelopeDepthMax - 1)), "saml.envelope");

  const std::size_t elements = read_security_header(good())->shape.elements;
  const auto wide = [&](std::size_t count) {
    std::string inner;
    for (std::size_t i = 0; i < count; ++i) inner += "<a/>";
    return with(good(), "</s:Body>", inner + "</s:Body>");
  };
  EXPECT_EQ(rule_of(wide(kSecuredEnvelopeElementsMax - elements)), "read");
  EXPECT_EQ(rule_of(wide(kSecuredEnvelopeElementsMax - elements + 1)), "saml.envelope");
}

TEST(SecurityHeader, BytesHaveLimits) {
  const auto base64 = [](std::size_t bytes) { return std::string(bytes / 3 * 4, 'A'); };
  const auto cipher = [&](std::size_t bytes) {
    return rule_of(with(good(), "Y2lwaGVy", base64(bytes)));
  };
  EXPECT_EQ(cipher(kCipherBytesMax), "read");
  EXPECT_EQ(cipher(kCipherBytesMax + 3), "saml.encryption");
  EXPECT_EQ(read_base64_text("QUJD", 3).value(), "ABC");
  EXPECT_EQ(read_base64_text(" QU\r\nJD\t", 3).value(), "ABC");
  EXPECT_FALSE(read_base64_text("QUJD", 2).has_value());
}

TEST(SecurityHeader, ATimestampMayStandAlone) {
  const std::string timestamp = between(good(), "<wsu:Timestamp", "</wsu:Timestamp>");
  const auto read = read_timestamp(timestamp);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(*read, read_security_header(good())->timestamp);
  EXPECT_FALSE(read_timestamp("<Timestamp/>").has_value());
  EXPECT_FALSE(read_timestamp(good()).has_value());
  EXPECT_FALSE(read_timestamp("").has_value());
}

TEST(DocumentShape, CountsElementsAndIds) {
  const auto document =
      wire::XmlDocument::parse(R"(<a Id="2"><b id="1"><c xml:id="3"/></b>)"
                               R"(<d xmlns:Id="urn:x" AssertionID="0"/><e ID="1"/></a>)");
  const DocumentShape shape = shape_of(document->root());
  EXPECT_EQ(shape.elements, 5u);
  EXPECT_EQ(shape.ids, (std::vector<std::string>{"0", "1", "1", "2", "3"}));
  EXPECT_TRUE(is_unique_id(shape, "3"));
  EXPECT_FALSE(is_unique_id(shape, "1"));
  EXPECT_FALSE(is_unique_id(shape, "4"));
}

TEST(DocumentShape, SimpleIdsAreSafeInAReference) {
  for (const char* id : {"_", "a", "uuid-0f8fad5b-d9cb-469f-a165-70867728950e-1", "_0.x"})
    EXPECT_TRUE(is_simple_id(id)) << id;
  for (const char* id : {"", "0", "-a", ".a", "a b", "a'", "a)", "a#", "\xc3\xa9", "a:b"})
    EXPECT_FALSE(is_simple_id(id)) << id;
  EXPECT_TRUE(is_simple_id(std::string(kIdBytesMax, 'a')));
  EXPECT_FALSE(is_simple_id(std::string(kIdBytesMax + 1, 'a')));
}

}  // namespace
}  // namespace fb::wstrust
