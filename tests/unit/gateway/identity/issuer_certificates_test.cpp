// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/issuer_certificates.hpp"

#include "protocols/wire/base64.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_sites.hpp"
#include "tests/unit/gateway/identity/identity_world.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::ErrorKind;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const std::string kUrl = "https://sts.example/federationmetadata.xml";
const std::string kUri = "urn:federation:MicrosoftOnline";

std::string body_of(const std::string& pem) {
  const std::size_t begin = pem.find("-----\n") + 6;
  std::string body = pem.substr(begin, pem.find("-----END") - begin);
  std::erase(body, '\n');
  return body;
}

class IssuerCertificatesTest : public testing::Test {
 protected:
  std::string pem(std::string_view key) const {
    return test::RsaKey::shared(key).certificate_pem(begin_, end_);
  }
  Certificate certificate(std::string_view key) const {
    return {*wire::read_base64(body_of(pem(key)))};
  }
  std::string metadata(std::initializer_list<std::string> certificates,
                       const std::string& uri = kUri) const {
    std::string keys;
    for (const std::string& each : certificates) {
      keys +=
          "<KeyDescriptor use='signing'><KeyInfo xmlns='http://www.w3.org/2000/09/xmldsig#'>"
          "<X509Data><X509Certificate>" +
          each + "</X509Certificate></X509Data></KeyInfo></KeyDescriptor>";
    }
    return "<EntityDescriptor xmlns='urn:oasis:names:tc:SAML:2.0:metadata' entityID='" + uri +
           "'><RoleDescriptor xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
           "xsi:type='SecurityTokenServiceType'>" +
           keys + "</RoleDescriptor></EntityDescriptor>";
  }
  void publish(unsigned status, std::string body) {
    sites_.forget(kUrl);
    sites_.answer(kUrl, status, std::move(body));
  }
  using Found = model::Result<std::vector<Certificate>>;
  Found find(bool look_again = false) {
    const auto deadline = async::Deadline::after(clock_, seconds(25));
    return test::run_coro(io_, clock_, all_->find(issuer_, look_again, sites_, deadline));
  }
  std::string refusal() {
    const Found found = find();
    if (found) return "found " + std::to_string(found->size());
    EXPECT_EQ(found.error().kind(), ErrorKind::token_unavailable);
    return found.error().detail();
  }
  using List = std::vector<Certificate>;

  test::ManualClock clock_;
  asio::io_context io_;
  test::ScriptedSites sites_{clock_};
  TemporaryDirectory directory_;
  const model::UtcTime begin_ = clock_.utc_now() - hours(1);
  const model::UtcTime end_ = begin_ + hours(1000);
  std::unique_ptr<IssuerCertificates> all_ = make_issuer_certificates(clock_);
  config::TokenIssuer issuer_{kUri, "", {}, kUrl, false};
};

TEST_F(IssuerCertificatesTest, AreThoseOfTheMetadata) {
  publish(200, metadata({body_of(pem("one")), body_of(pem("two"))}));
  EXPECT_EQ(*find(), List({certificate("one"), certificate("two")}));
  EXPECT_EQ(*find(), List({certificate("one"), certificate("two")}));
  EXPECT_EQ(sites_.asked(), 1u);
  EXPECT_EQ(sites_.requests().front().method, "GET");
  EXPECT_EQ(all_->changes(), 0u);
}

TEST_F(IssuerCertificatesTest, ARollOverIsSeenWhenNothingFitsUnlessALookWasInVain) {
  publish(200, metadata({body_of(pem("one"))}));
  EXPECT_EQ(*find(), List({certificate("one")}));
  publish(200, metadata({body_of(pem("two"))}));
  EXPECT_EQ(*find(true), List({certificate("two")}));
  EXPECT_EQ(all_->changes(), 1u);
  EXPECT_EQ(sites_.asked(), 2u);
  // This look is in vain, and the next one is five minutes later.
  EXPECT_EQ(*find(true), List({certificate("two")}));
  EXPECT_EQ(sites_.asked(), 3u);
  publish(200, metadata({body_of(pem("three"))}));
  clock_.advance(minutes(5) - seconds(1));
  EXPECT_EQ(*find(true), List({certificate("two")}));
  EXPECT_EQ(sites_.asked(), 3u);
  clock_.advance(seconds(1));
  EXPECT_EQ(*find(true), List({certificate("three")}));
  EXPECT_EQ(all_->changes(), 2u);
}

TEST_F(IssuerCertificatesTest, TheLastGoodOnesStay) {
  publish(200, metadata({body_of(pem("one"))}));
  EXPECT_EQ(*find(), List({certificate("one")}));
  publish(503, "");
  clock_.advance(hours(30));
  EXPECT_EQ(*find(), List({certificate("one")}));
  EXPECT_EQ(*find(true), List({certificate("one")}));
  EXPECT_EQ(sites_.asked(), 2u);
}

TEST_F(IssuerCertificatesTest, OneThingWrongWithTheMetadata) {
  const std::string good = body_of(pem("one"));
  const std::string der = certificate("one").der + "x";
  const std::string longer =
      wire::base64({reinterpret_cast<const std::uint8_t*>(der.data()), der.size()});
  struct Row {
    unsigned status;
    std::string body;
    std::string says;
  };
  for (const Row& row : {
           Row{200, metadata({good}), "found 1"},
           Row{200, metadata({good, "AAAA"}), "found 1"},
           Row{404, metadata({good}), "the metadata: it was answered with HTTP 404"},
           Row{200, "<html/>", "the document is no federation metadata"},
           Row{200, metadata({good}, "urn:federation:else"),
               "the metadata is that of another issuer"},
           Row{200, metadata({good}, ""), "the metadata is that of another issuer"},
           Row{200, metadata({"AAAA"}), "none of the issuer's certificates can be read"},
           Row{200, metadata({longer}), "none of the issuer's certificates can be read"},
       }) {
    SCOPED_TRACE(row.says);
    all_ = make_issuer_certificates(clock_);
    publish(row.status, row.body);
    EXPECT_EQ(refusal(), row.says);
  }
}

TEST_F(IssuerCertificatesTest, PinnedOnesAreReadAgainWhenTheyChange) {
  issuer_.metadata_url.clear();
  issuer_.certificate_files = {directory_.write("sts.pem", pem("one") + pem("two") + pem("one"))};
  EXPECT_EQ(*find(), List({certificate("one"), certificate("two")}));
  EXPECT_EQ(all_->changes(), 0u);
  directory_.write("sts.pem", pem("three") + "\n");
  EXPECT_EQ(*find(true), List({certificate("three")}));
  EXPECT_EQ(all_->changes(), 1u);
  directory_.write("sts.pem", "broken");
  EXPECT_EQ(*find(), List({certificate("three")}));
  std::filesystem::remove(issuer_.certificate_files[0]);
  EXPECT_EQ(*find(), List({certificate("three")}));
  EXPECT_EQ(sites_.asked(), 0u);
}

TEST_F(IssuerCertificatesTest, AFileThatWasNeverGoodIsNamedAndTakesNoOtherWithIt) {
  issuer_.metadata_url.clear();
  EXPECT_EQ(refusal(), "no certificate of the issuer is known");
  const std::string bad = directory_.write("bad.pem", "nothing");
  issuer_.certificate_files = {bad};
  EXPECT_EQ(refusal(), "the certificate file " + bad + " holds no certificate in PEM form");
  std::string cut = pem("one");
  cut.replace(cut.find("-----END"), 8, "-----XND");
  const std::string half = directory_.write("half.pem", pem("two") + cut);
  issuer_.certificate_files = {half};
  EXPECT_EQ(refusal(), "the certificate file " + half + " holds a broken certificate");
  issuer_.certificate_files = {bad, directory_.write("good.pem", pem("one"))};
  EXPECT_EQ(*find(), List({certificate("one")}));
}

TEST_F(IssuerCertificatesTest, AFileHasALargestNumber) {
  issuer_.metadata_url.clear();
  std::string all;
  for (std::size_t i = 0; i < IssuerCertificates::kCertificatesPerIssuerMax; ++i) {
    all += test::RsaKey::shared("one").certificate_pem(begin_, end_ + hours(i));
  }
  issuer_.certificate_files = {directory_.write("most.pem", all)};
  EXPECT_EQ(find()->size(), IssuerCertificates::kCertificatesPerIssuerMax);
  const std::string file = directory_.write("more.pem", all + pem("two"));
  issuer_.certificate_files = {file};
  EXPECT_EQ(refusal(), "the certificate file " + file + " holds too many certificates");
}

TEST_F(IssuerCertificatesTest, BothKindsCountTogether) {
  issuer_.certificate_files = {directory_.write("sts.pem", pem("one"))};
  publish(200, metadata({body_of(pem("two")), body_of(pem("one"))}));
  EXPECT_EQ(*find(), List({certificate("one"), certificate("two")}));
}

TEST_F(IssuerCertificatesTest, PinnedOnesServeWhileTheMetadataIsDown) {
  issuer_.certificate_files = {directory_.write("sts.pem", pem("one"))};
  publish(503, "");
  EXPECT_EQ(*find(), List({certificate("one")}));
}

TEST_F(IssuerCertificatesTest, IssuersOfOneDocumentAreApart) {
  publish(200, "<EntitiesDescriptor xmlns='urn:oasis:names:tc:SAML:2.0:metadata'>" +
                   metadata({body_of(pem("one"))}, "urn:a") +
                   metadata({body_of(pem("two"))}, "urn:b") + "</EntitiesDescriptor>");
  issuer_.uri = "urn:a";
  EXPECT_EQ(*find(), List({certificate("one")}));
  issuer_.uri = "urn:b";
  EXPECT_EQ(*find(), List({certificate("two")}));
}

TEST_F(IssuerCertificatesTest, ARefreshFetches) {
  publish(200, metadata({body_of(pem("one"))}));
  const auto deadline = async::Deadline::after(clock_, seconds(25));
  EXPECT_TRUE(test::run_coro(io_, clock_, all_->refresh(issuer_, sites_, deadline)).has_value());
  EXPECT_EQ(sites_.asked(), 1u);
  EXPECT_EQ(*find(), List({certificate("one")}));
  EXPECT_EQ(sites_.asked(), 1u);
  issuer_.metadata_url.clear();
  EXPECT_FALSE(test::run_coro(io_, clock_, all_->refresh(issuer_, sites_, deadline)).has_value());
}

}  // namespace
}  // namespace fb::identity
