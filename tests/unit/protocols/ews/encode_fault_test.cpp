// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/unit/protocols/ews/reply_support.hpp"

namespace fb::ews {
namespace {

std::string fault(const Error& error) {
  std::string out;
  encode_fault(error, out);
  return out;
}

// A client may look for the code in three places.
TEST(EncodeFault, EachKindSaysItsCodeInEachPlace) {
  for (const model::ErrorKindFacts& fact : model::all_error_kinds()) {
    const std::string out = fault(Error::of(fact.kind));
    const ResponseCode code = response_code(fact.kind);
    EXPECT_EQ(inside(out, "faultcode"), "a:" + std::string(code.name));
    EXPECT_EQ(inside(out, "e:ResponseCode"), code.name);
    EXPECT_EQ(inside(out, "e:Message"), inside(out, "faultstring"));
    EXPECT_EQ(inside(out, "m:ErrorCode"),
              code.number == 0 ? "(no m:ErrorCode)" : std::to_string(code.number));
  }
}

TEST(EncodeFault, DetailsAreSaidOnlyOfWhatTheCallerWrote) {
  for (const model::ErrorKindFacts& fact : model::all_error_kinds()) {
    const Error error = Error::from_peer(fact.kind, "DETAIL <&>", "PEER");
    const std::string out = fault(error);
    const bool about_the_request =
        fact.kind == ErrorKind::malformed_request || fact.kind == ErrorKind::schema_violation ||
        fact.kind == ErrorKind::unknown_operation || fact.kind == ErrorKind::time_zone_invalid;
    EXPECT_EQ(count_of(out, "DETAIL") > 0, about_the_request) << fact.name;
    EXPECT_EQ(count_of(out, "DETAIL <"), 0U) << fact.name;
    EXPECT_EQ(count_of(out, "PEER"), 0U) << fact.name;
  }
}

TEST(EncodeFault, DetailsAreBounded) {
  const std::string out = fault(Error::of(ErrorKind::schema_violation, std::string(5000, 'x')));
  EXPECT_EQ(inside(out, "t:Violation"), std::string(200, 'x'));
}

TEST(EncodeFault, BusyAlwaysSaysForHowLong) {
  EXPECT_NE(fault(Error::of(ErrorKind::server_busy))
                .find("<t:Value Name=\"BackOffMilliseconds\">30000</t:Value>"),
            std::string::npos);
  EXPECT_NE(fault(Error::of(ErrorKind::server_busy).with_retry_after_s(4'294'967'295U))
                .find("<t:Value Name=\"BackOffMilliseconds\">3600000</t:Value>"),
            std::string::npos);
}

TEST(EncodeFault, AppendsAndKeepsWhatIsThere) {
  std::string out = "before";
  encode_fault(Error::of(ErrorKind::internal), out);
  EXPECT_TRUE(out.starts_with("before<?xml "));
}

TEST(EncodeFault, TheSecurityFaultIsInTheNamespaceOfWsSecurity) {
  std::string out;
  encode_security_fault(out);
  EXPECT_EQ(inside(out, "faultcode"), "a:InvalidSecurity");
  EXPECT_EQ(inside(out, "faultstring"),
            "An error occurred when verifying security for the message.");
  EXPECT_EQ(count_of(out,
                     "xmlns:a=\"http://docs.oasis-open.org/wss/2004/01/"
                     "oasis-200401-wss-wssecurity-secext-1.0.xsd\""),
            1u);
}

}  // namespace
}  // namespace fb::ews
