// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wire/percent.hpp"

#include <gtest/gtest.h>

namespace fb::wire {
namespace {

struct Row {
  std::string_view encoded;
  std::optional<std::string> decoded;
};

TEST(Percent, Decodes) {
  for (const Row& row : {
           Row{"", ""},
           Row{"grace%40contoso.example", "grace@contoso.example"},
           Row{"a+b%2Bc", "a+b+c"},
           Row{"%c3%A4", "\xc3\xa4"},
           Row{"%7e%20", "~ "},
           Row{"%", std::nullopt},
           Row{"%4", std::nullopt},
           Row{"a%4", std::nullopt},
           Row{"%4g", std::nullopt},
           Row{"%g4", std::nullopt},
           Row{"%%40", std::nullopt},
           Row{"%0a", std::nullopt},
           Row{"%00", std::nullopt},
           Row{"%1f", std::nullopt},
           Row{"%7F", std::nullopt},
           Row{"a\x0b"
               "b",
               std::nullopt},
           Row{"a\x7f", std::nullopt},
           Row{"a\xce", "a\xce"},
       }) {
    EXPECT_EQ(percent_decode(row.encoded), row.decoded) << row.encoded;
  }
}

TEST(Percent, EncodesAllButWhatIsPlain) {
  std::string out = "x:";
  append_percent_encoded("a-Z0._~ @\r\n\xff/", "", out);
  EXPECT_EQ(out, "x:a-Z0._~%20%40%0D%0A%FF%2F");
  out.clear();
  append_percent_encoded("a@b/c", "@", out);
  EXPECT_EQ(out, "a@b%2Fc");
}

TEST(Percent, WhatIsEncodedIsDecodedAgain) {
  std::string all;
  for (int byte = 0x20; byte < 0x100; ++byte) {
    if (byte != 0x7f) all += static_cast<char>(byte);
  }
  std::string encoded;
  append_percent_encoded(all, "", encoded);
  EXPECT_EQ(percent_decode(encoded), all);
}

}  // namespace
}  // namespace fb::wire
