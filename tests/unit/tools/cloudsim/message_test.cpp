// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/message.hpp"

#include <gtest/gtest.h>

namespace fb::cloudsim {
namespace {

TEST(Requests, FindHeadersWithoutRegardToCase) {
  Request request;
  request.headers = {{"Content-Type", "Text/XML ; charset=utf-8"}, {"content-type", "second"}};
  EXPECT_EQ(request.header("CONTENT-TYPE"), "Text/XML ; charset=utf-8");
  EXPECT_EQ(request.header("Content"), "");
  EXPECT_EQ(request.media_type(), "text/xml");
}

TEST(Text, IsComparedAndLoweredInAscii) {
  EXPECT_TRUE(same_text("ABC", "abc"));
  EXPECT_FALSE(same_text("abc", "ab"));
  EXPECT_EQ(lower("A\xc3\x84"), "a\xc3\x84");
}

TEST(Escapes, AreDecodedOrLeft) {
  EXPECT_EQ(percent_decoded("a%40b.example"), "a@b.example");
  EXPECT_EQ(percent_decoded("a+b"), "a+b");
  EXPECT_EQ(percent_decoded("a%4"), "a%4");
}

TEST(Forms, GiveTheirFields) {
  const std::string_view form = "a=1+2&b=x%3Dy&a=3&empty=";
  EXPECT_EQ(form_value(form, "a"), "1 2");
  EXPECT_EQ(form_value(form, "b"), "x=y");
  EXPECT_EQ(form_value(form, "empty"), "");
  EXPECT_EQ(form_value(form, "c"), "");
  EXPECT_EQ(form_count(form, "a"), 2u);
  EXPECT_EQ(form_count(form, "c"), 0u);
  EXPECT_EQ(form_value("a=%zz", "a"), "");
  EXPECT_EQ(form_count("a=%zz", "a"), 0u);
}

}  // namespace
}  // namespace fb::cloudsim
