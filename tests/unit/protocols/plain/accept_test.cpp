// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gtest/gtest.h>

#include "protocols/plain/plain.hpp"

namespace fb::plain {
namespace {

struct Row {
  std::string_view accept;
  std::optional<Format> format;
};

TEST(PlainAccept, ChoosesTheForm) {
  for (const Row& row : {
           Row{"", Format::json},
           Row{" ", Format::json},
           Row{"*/*", Format::json},
           Row{"application/json", Format::json},
           Row{"Application/JSON", Format::json},
           Row{"application/*", Format::json},
           Row{"text/csv", Format::csv},
           Row{"text/*", Format::csv},
           Row{"text/calendar", Format::calendar},
           Row{"text/calendar; component=VFREEBUSY", Format::calendar},
           Row{"text/csv, text/calendar", Format::csv},
           Row{"text/csv;q=0.4, text/calendar;q=0.5", Format::calendar},
           Row{"text/csv;q=0.4,application/json;q=0.399", Format::csv},
           Row{"text/html, application/xhtml+xml, */*;q=0.8", Format::json},
           Row{"text/csv;q=0.5, */*;q=0.1", Format::csv},
           Row{"*/*, application/json;q=0", Format::csv},
           Row{"text/*;q=0.9, text/csv;q=0.1", Format::calendar},
           Row{"application/json ; q=0.001", Format::json},
           Row{"text/csv;Q=1.000", Format::csv},
           Row{"text/html", std::nullopt},
           Row{"application/json;q=0", std::nullopt},
           Row{"application/json;q=0.000", std::nullopt},
           Row{"*/*;q=0", std::nullopt},
           Row{"application/json;q=2", std::nullopt},
           Row{"application/json;q=1.001", std::nullopt},
           Row{"application/json;q=0.0001", std::nullopt},
           Row{"application/json;q=", std::nullopt},
           Row{"application/json;q=x", std::nullopt},
           Row{"application", std::nullopt},
           Row{"application/jsonx", std::nullopt},
           Row{"*/json", std::nullopt},
           Row{",;,=/;q", std::nullopt},
       }) {
    EXPECT_EQ(choose_format(row.accept), row.format) << row.accept;
  }
}

}  // namespace
}  // namespace fb::plain
