// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The answers. Sockets and limits are told by tests/integration/autodiscover_search_test.py.
#include "gateway/front/port80_redirector.hpp"

#include <gtest/gtest.h>

namespace fb::front {
namespace {

constexpr std::string_view kOrigin = "https://gw.contoso.example:8443";

TEST(Port80Redirector, TheTwoPathsAreRedirectedInAnyCase) {
  for (const char* method : {"GET", "HEAD"}) {
    EXPECT_EQ(redirector_answer(method, "/AutoDiscover/autodiscover.XML", kOrigin),
              "HTTP/1.1 302 Found\r\n"
              "Location: https://gw.contoso.example:8443/autodiscover/autodiscover.xml\r\n"
              "Content-Length: 0\r\nConnection: close\r\n\r\n");
    EXPECT_NE(redirector_answer(method, "/autodiscover/autodiscover.svc", kOrigin)
                  .find("Location: https://gw.contoso.example:8443/autodiscover/autodiscover.svc"),
              std::string::npos);
  }
}

TEST(Port80Redirector, EverythingElseIsNotFoundAndNotRepeated) {
  const std::string not_found =
      "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  EXPECT_EQ(redirector_answer("POST", "/autodiscover/autodiscover.xml", kOrigin), not_found);
  for (const char* path : {"", "/", "/autodiscover", "/autodiscover/autodiscover.json",
                           "/autodiscover/autodiscover.xml/", "/x/autodiscover/autodiscover.xml"}) {
    EXPECT_EQ(redirector_answer("GET", path, kOrigin), not_found) << path;
  }
}

}  // namespace
}  // namespace fb::front
