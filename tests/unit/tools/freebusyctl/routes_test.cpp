// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The routes that commands ask are those that the admin API's own document has: no more, no fewer.
#include "tools/freebusyctl/routes.hpp"

#include <boost/json/parse.hpp>
#include <fstream>
#include <iterator>
#include <set>

#include "tests/unit/tools/freebusyctl/ctl_case.hpp"

namespace fb::freebusyctl {
namespace {

boost::json::value document() {
  std::ifstream in(std::string(FB_SOURCE_DIR) + "/docs/reference/openapi-admin.json",
                   std::ios::binary);
  EXPECT_TRUE(in);
  return parsed(std::string((std::istreambuf_iterator<char>(in)), {}));
}

std::string upper(std::string_view method) {
  std::string text(method);
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

TEST(CtlRoutes, AreThoseOfTheDocument) {
  std::set<std::string> documented;
  const boost::json::value whole = document();
  for (const auto& path : whole.at("paths").as_object()) {
    for (const auto& method : path.value().as_object()) {
      if (method.key() == "parameters" || method.key() == "summary") continue;
      documented.insert(upper(method.key()) + " " + std::string(path.key()));
    }
  }
  std::set<std::string> asked;
  for (const RouteForm& form : routes()) {
    asked.insert(std::string(form.method) + " " + std::string(form.path));
  }
  EXPECT_EQ(asked, documented);
  EXPECT_EQ(whole.at("servers").at(0).at("url").as_string(), kAdminBase);
}

}  // namespace
}  // namespace fb::freebusyctl
