// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gtest/gtest.h>

#include "protocols/plain/plain.hpp"

namespace fb::plain {
namespace {

using K = model::ErrorKind;

TEST(PlainErrors, EveryKindHasAStatus) {
  for (const model::ErrorKindFacts& facts : model::all_error_kinds()) {
    EXPECT_GE(http_status(facts.kind), 400u) << facts.name;
    EXPECT_LE(http_status(facts.kind), 503u) << facts.name;
    EXPECT_EQ(told_to_partners(told_to_partners(facts.kind)), told_to_partners(facts.kind))
        << facts.name;
  }
  EXPECT_EQ(http_status(K::unauthenticated), 401u);
  EXPECT_EQ(http_status(K::endpoint_not_found), 404u);
  EXPECT_EQ(http_status(K::method_not_allowed), 405u);
  EXPECT_EQ(http_status(K::body_too_large), 413u);
  EXPECT_EQ(http_status(K::content_coding_unknown), 415u);
  EXPECT_EQ(http_status(K::window_too_long), 400u);
  EXPECT_EQ(http_status(K::server_busy), 503u);
}

// Whether the gateway has a token, which address is there twice, or what stands between two other
// organisations is nothing to a partner.
TEST(PlainErrors, PartnersAreToldLess) {
  EXPECT_EQ(told_to_partners(K::recipient_ambiguous), told_to_partners(K::recipient_unknown));
  EXPECT_EQ(told_to_partners(K::peer_recipient_unknown), told_to_partners(K::recipient_unknown));
  EXPECT_EQ(told_to_partners(K::peer_no_access), told_to_partners(K::no_access));
  EXPECT_EQ(told_to_partners(K::second_hop), told_to_partners(K::asked_back));
  EXPECT_EQ(told_to_partners(K::token_unavailable), told_to_partners(K::peer_broken));
  EXPECT_EQ(told_to_partners(K::peer_throttled), told_to_partners(K::peer_broken));
  EXPECT_EQ(told_to_partners(K::attempts_exhausted), told_to_partners(K::unauthenticated));
  EXPECT_NE(told_to_partners(K::no_access), told_to_partners(K::recipient_unknown));
}

TEST(PlainErrors, WordsAreForHomeCallers) {
  const auto error = model::Error::of(K::no_access, "the reason", "a.rule");
  EXPECT_EQ(error_message(error, false), "The caller does not have access to free/busy data.");
  EXPECT_EQ(error_message(error, true),
            "The caller does not have access to free/busy data: the reason");
  const auto peer = model::Error::from_peer(K::peer_broken, "", "words of a peer");
  EXPECT_EQ(error_message(peer, true).find("words of a peer"), std::string::npos);
}

TEST(PlainErrors, TheBody) {
  std::string out;
  encode_error("not_acceptable", "No \"form\".", out);
  EXPECT_EQ(out, "{\"error\":{\"code\":\"not_acceptable\",\"message\":\"No \\\"form\\\".\"}}\n");
}

}  // namespace
}  // namespace fb::plain
