// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A simulation that the tests of cloudsim share: two clouds of one authority (Commercial with
// contoso, GCC with agency) and 21Vianet with contoso-china. Keys are made once per test program.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "tests/unit/tools/cloudsim/rsa.hpp"
#include "tools/cloudsim/world.hpp"

namespace fb::cloudsim::test {

inline constexpr std::string_view kPublicLogin = "login.microsoftonline.com";
inline constexpr std::string_view kChinaLogin = "login.partner.microsoftonline.cn";
inline constexpr std::string_view kPublicGraph = "graph.microsoft.com";
inline constexpr std::string_view kContosoId = "11111111-0000-4000-8000-000000000001";
inline constexpr std::string_view kAgencyId = "11111111-0000-4000-8000-000000000002";
inline constexpr std::string_view kChinaId = "11111111-0000-4000-8000-000000000003";
inline constexpr std::string_view kClientId = "22222222-0000-4000-8000-000000000001";
inline constexpr std::string_view kResourceId = "33333333-0000-4000-8000-000000000001";
inline constexpr std::string_view kContosoTokenEndpoint =
    "https://login.microsoftonline.com/11111111-0000-4000-8000-000000000001/oauth2/v2.0/token";

struct Keys {
  Rsa public_current;
  Rsa public_next;
  Rsa china;
  Rsa application;
  Rsa stranger;
};
const Keys& keys();

// 2031-05-06T08:00:00Z, a Tuesday.
model::UtcTime now();
std::int64_t seconds(model::UtcTime at);

World small_world();

SigningKey signing_key(const Rsa& rsa);
RegisteredCertificate certificate(const Rsa& rsa);

// A good assertion of contoso's application, for one change at a time.
struct Assertion {
  Assertion();  // PS256 with x5t#S256
  boost::json::object header;
  boost::json::object claims;

  std::string signed_by(const Rsa& rsa) const;
};

// What a token of contoso for Graph holds, for one change at a time.
struct AccessToken {
  AccessToken();
  boost::json::object header;
  boost::json::object claims;

  std::string signed_by(const Rsa& rsa) const;
};

}  // namespace fb::cloudsim::test
