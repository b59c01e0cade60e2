// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/api_token.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace fb::identity {
namespace {

// Computed with Python's hashlib, so that no change of the form goes by unnoticed: tokens that are
// in use must stay good.
constexpr std::string_view kKnown = "fbg_OASBbKgMCSZx2JjKHULrM4ozcCD64s1dppYKR7hWjwE0Ypwwz";

TEST(ApiToken, AKnownOneIsGood) { EXPECT_EQ(form_of_api_token(kKnown), ApiTokenForm::good); }

TEST(ApiToken, ANewOneIsGoodAndLikeNoOther) {
  std::set<std::string> made;
  for (int i = 0; i < 50; ++i) {
    const config::Secret token = new_api_token();
    EXPECT_EQ(token.reveal().size(), kApiTokenBytes);
    EXPECT_EQ(form_of_api_token(token.reveal()), ApiTokenForm::good);
    made.emplace(token.reveal());
  }
  EXPECT_EQ(made.size(), 50u);
}

TEST(ApiToken, EveryChangedCharacterIsNoticed) {
  for (std::size_t i = 0; i < kKnown.size(); ++i) {
    std::string changed(kKnown);
    changed[i] = changed[i] == 'x' ? 'y' : 'x';
    EXPECT_NE(form_of_api_token(changed), ApiTokenForm::good) << i;
    if (i + 1 == kKnown.size() || changed[i + 1] == kKnown[i]) continue;
    std::string swapped(kKnown);
    std::swap(swapped[i], swapped[i + 1]);
    EXPECT_NE(form_of_api_token(swapped), ApiTokenForm::good) << i;
  }
}

TEST(ApiToken, OtherForms) {
  const std::string good(kKnown);
  struct Row {
    std::string_view name;
    std::string text;
    ApiTokenForm form;
  };
  for (const Row& row : {
           Row{"nothing", "", ApiTokenForm::malformed},
           Row{"the beginning alone", "fbg_", ApiTokenForm::malformed},
           Row{"one character short", good.substr(0, good.size() - 1), ApiTokenForm::malformed},
           Row{"one character more", good + "0", ApiTokenForm::malformed},
           Row{"another beginning", "fbh_" + good.substr(4), ApiTokenForm::malformed},
           Row{"the beginning in capitals", "FBG_" + good.substr(4), ApiTokenForm::malformed},
           Row{"a plus sign", good.substr(0, 10) + "+" + good.substr(11), ApiTokenForm::malformed},
           Row{"a space", good.substr(0, 10) + " " + good.substr(11), ApiTokenForm::malformed},
           Row{"a NUL", good.substr(0, 10) + std::string(1, '\0') + good.substr(11),
               ApiTokenForm::malformed},
           Row{"a sign in the checksum", good.substr(0, good.size() - 1) + "-",
               ApiTokenForm::malformed},
           Row{"the checksum of another", good.substr(0, good.size() - 6) + "000000",
               ApiTokenForm::wrong_checksum},
           Row{"another one with this checksum",
               "fbg_" + std::string(43, 'A') + good.substr(good.size() - 6),
               ApiTokenForm::wrong_checksum},
       }) {
    EXPECT_EQ(form_of_api_token(row.text), row.form) << row.name;
  }
}

}  // namespace
}  // namespace fb::identity
