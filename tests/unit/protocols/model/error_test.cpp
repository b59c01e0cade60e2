// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/model/error.hpp"

#include <gtest/gtest.h>

#include <set>

#include "protocols/model/result.hpp"

namespace fb::model {
namespace {

TEST(ErrorKinds, EveryKindHasOneRowWithItsOwnName) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kErrorKindCount; ++i) {
    const auto kind = static_cast<ErrorKind>(i);
    const ErrorKindFacts& row = facts(kind);
    EXPECT_EQ(row.kind, kind) << row.name;
    EXPECT_EQ(&row, &all_error_kinds()[i]) << row.name;
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_EQ(row.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string_view::npos)
        << row.name;
    EXPECT_FALSE(row.caller_text.empty()) << row.name;
    EXPECT_EQ(row.caller_text.back(), '.') << row.name;
  }
}

// What a stranger could learn from the difference of two sentences.
TEST(ErrorKinds, KindsThatMustNotBeToldApartSayTheSame) {
  const std::pair<ErrorKind, ErrorKind> pairs[] = {
      {ErrorKind::recipient_unknown, ErrorKind::recipient_ambiguous},
      {ErrorKind::recipient_unknown, ErrorKind::peer_recipient_unknown},
      {ErrorKind::no_access, ErrorKind::peer_no_access},
      {ErrorKind::unauthenticated, ErrorKind::attempts_exhausted},
      {ErrorKind::token_unavailable, ErrorKind::peer_refused_us},
      {ErrorKind::peer_unreachable, ErrorKind::peer_broken},
  };
  for (const auto& [a, b] : pairs) {
    EXPECT_EQ(facts(a).caller_text, facts(b).caller_text) << facts(a).name;
  }
}

TEST(ErrorKinds, WhoseFaultAndWhetherToAskAgain) {
  const std::tuple<ErrorKind, Fault, Retry> rows[] = {
      {ErrorKind::malformed_request, Fault::caller, Retry::never},
      {ErrorKind::server_busy, Fault::gateway, Retry::later},
      {ErrorKind::peer_unreachable, Fault::peer, Retry::same_route},
      {ErrorKind::peer_throttled, Fault::peer, Retry::later},
      {ErrorKind::peer_no_access, Fault::caller, Retry::never},
      {ErrorKind::no_access, Fault::caller, Retry::never},
      {ErrorKind::result_too_big, Fault::peer, Retry::never},
  };
  for (const auto& [kind, fault, retry] : rows) {
    EXPECT_EQ(facts(kind).fault, fault) << facts(kind).name;
    EXPECT_EQ(facts(kind).retry, retry) << facts(kind).name;
  }
}

TEST(Error, KeepsOurWordsAndThePeersWordsApart) {
  const Error ours = Error::of(ErrorKind::no_path, "no address space for the domain", "aas.none");
  EXPECT_EQ(ours.kind(), ErrorKind::no_path);
  EXPECT_EQ(ours.detail(), "no address space for the domain");
  EXPECT_EQ(ours.rule(), "aas.none");
  EXPECT_EQ(ours.peer_text(), "");
  EXPECT_EQ(ours.retry_after_s(), 0U);

  const Error theirs = Error::from_peer(ErrorKind::peer_broken, "the reply is no XML", "<oops");
  EXPECT_EQ(theirs.detail(), "the reply is no XML");
  EXPECT_EQ(theirs.peer_text(), "<oops");
  EXPECT_EQ(theirs.rule(), "");

  const Error waiting = Error::of(ErrorKind::peer_throttled).with_retry_after_s(30);
  EXPECT_EQ(waiting.retry_after_s(), 30U);
}

struct PeerTextCase {
  const char* what;
  std::string said;
  std::string kept;
};

TEST(Error, APeersTextIsBoundedAndPlain) {
  const std::size_t max = Error::kPeerTextBytesMax;
  const std::string full(max, 'a');
  const PeerTextCase cases[] = {
      {"empty", "", ""},
      {"as long as allowed", full, full},
      {"one byte more", full + "b", full},
      {"line ends", "a\r\nb\tc", "a  b c"},
      {"escape and delete", "a\x1b[31m\x7f", "a [31m "},
      {"a NUL", std::string("a\0b", 3), "a b"},
      {"C1 controls",
       "a\xc2\x9b"
       "31m\xc2\x80",
       "a  31m  "},
      {"a no-break space is no control",
       "a\xc2\xa0"
       "b",
       "a\xc2\xa0"
       "b"},
      {"other scripts",
       "B\xc3\xbc"
       "cher \xe4\xbe\x8b",
       "B\xc3\xbc"
       "cher \xe4\xbe\x8b"},
      {"cut before a character of 2 bytes", full.substr(1) + "\xc3\xbc", full.substr(1)},
      {"cut before a character of 3 bytes", full.substr(2) + "\xe4\xbe\x8b", full.substr(2)},
      {"cut before a character of 4 bytes", full.substr(1) + "\xf0\x9f\x98\x80", full.substr(1)},
      {"cut after a character",
       full.substr(2) + "\xc3\xbc"
                        "b",
       full.substr(2) + "\xc3\xbc"},
      {"a lone lead byte of C1 at the end", "a\xc2", "a\xc2"},
  };
  for (const PeerTextCase& c : cases) {
    EXPECT_EQ(Error::from_peer(ErrorKind::peer_broken, {}, c.said).peer_text(), c.kept) << c.what;
  }
  const std::string only_continuations(2 * max, '\x80');
  EXPECT_LE(Error::from_peer(ErrorKind::peer_broken, {}, only_continuations).peer_text().size(),
            max);
}

TEST(Result, ValueOfAFailureThrows) {
  const Result<int> failed = Error::of(ErrorKind::internal, "broken");
  EXPECT_FALSE(failed.has_value());
  EXPECT_THROW(failed.value(), std::logic_error);
}

}  // namespace
}  // namespace fb::model
