// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/nearest.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace fb::config {
namespace {

constexpr std::array<std::string_view, 4> kKnown{"accepted_domains", "address", "source", "id"};

struct Row {
  std::string_view written;
  std::string_view meant;
};

class Nearest : public testing::TestWithParam<Row> {};

TEST_P(Nearest, Finds) { EXPECT_EQ(nearest(GetParam().written, kKnown), GetParam().meant); }

INSTANTIATE_TEST_SUITE_P(Slips, Nearest,
                         testing::Values(Row{"accepted_domain", "accepted_domains"},   // too few
                                         Row{"addresss", "address"},                   // too much
                                         Row{"adress", "address"},                     //
                                         Row{"sourse", "source"},                      // other
                                         Row{"soucre", "source"},                      // swapped
                                         Row{"Accepted-Domains", "accepted_domains"},  // no slip
                                         Row{"di", "id"},                              //
                                         Row{"accpted_dmains", "accepted_domains"},    // two
                                         Row{"AcceptedDomains", "accepted_domains"},   //
                                         Row{"acce", "accepted_domains"},              // begins
                                         Row{"acc", ""},                               //
                                         Row{"colour", ""},                            //
                                         Row{"xd", "id"},                              //
                                         Row{"xy", ""},                                //
                                         Row{"", ""}));

TEST(NearestName, LongTextsAreNotCompared) {
  const std::string at_the_limit = std::string(64, 'a');
  const std::string beyond = std::string(65, 'a');
  const std::array<std::string_view, 2> known{at_the_limit, beyond};
  EXPECT_EQ(nearest(at_the_limit, known), at_the_limit);
  EXPECT_EQ(nearest(beyond, known), "");
}

}  // namespace
}  // namespace fb::config
