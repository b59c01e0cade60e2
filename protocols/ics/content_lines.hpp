// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The lines of an iCalendar text (RFC 5545, 3.1), unfolded and numbered. What a line means is not
// decided here.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocols/model/result.hpp"

namespace fb::ics {

struct ContentLine {
  std::string text;       // unfolded, without its line end; never empty
  std::string name;       // in upper case
  std::string_view rest;  // from the ':' or ';' after the name; points into `text`
  std::size_t number = 0;

  // After the first colon that is not quoted; empty where there is none.
  std::string_view value() const;
};

class ContentLines {
 public:
  explicit ContentLines(std::string_view text);

  // The next line that is not blank, or none at the end. The line is good until the next call.
  // Malformed where a line has no name.
  model::Result<const ContentLine*> next();
  std::size_t number() const { return number_; }

 private:
  std::string_view take_physical_line();

  std::string_view left_;
  std::size_t number_ = 0;
  ContentLine line_;
};

// "line 12: " and what is wrong there, in our words. The kind is peer_broken: a calendar is
// something that others have made.
model::Error broken_at(std::size_t line, std::string_view what);

// In upper case, for ASCII names.
std::string upper(std::string_view text);

}  // namespace fb::ics
