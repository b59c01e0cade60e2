// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The plain endpoint for scripts: one question as JSON or as a query, one answer as JSON or CSV.
// (The third form, VFREEBUSY, is in protocols/ics.) Bytes in, model out; model in, bytes out.
//
// What is asked for is taken literally: a member, a parameter or a word that is not known is
// refused by its name. Statuses are words, never digits, and somebody of whom nothing is known has
// no list of blocks at all, so that no loop over one can take them for free.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocols/model/availability.hpp"
#include "protocols/wire/zones.hpp"

namespace fb::plain {

inline constexpr std::size_t kPeopleMax = model::AvailabilityRequest::kMailboxesMax;
inline constexpr std::size_t kPersonBytesMax = 1024;   // as a caller writes it
inline constexpr std::size_t kTextBytesMax = 128;      // of a time, a zone or a word
inline constexpr std::size_t kViewSlotsMax = 500'000;  // of all people of one answer
inline constexpr int kIntervalDefault_min = 30;

struct Question {
  model::AvailabilityRequest request;
  wire::Zone zone = wire::Zone::utc();  // of wall times in the question and of all times in answers
  std::string zone_name = "UTC";        // as the caller wrote it
};

// The errors say in words for the caller what is wrong, and repeat no more than a name.
model::Result<Question> decode_question(std::string_view body);
// person=..&person=..&start=..&end=..[&zone=..][&interval=..][&detail=..], percent-encoded. A '+'
// is a space in `zone` only: addresses and times have none, and people forget to encode it.
model::Result<Question> decode_query(std::string_view query);

struct Presentation {
  wire::Zone zone;
  std::string zone_name;
  model::UtcTime now;     // of the answer: ages become times
  bool words_for_caller;  // reasons in words, the rule, the path: for callers of a home tenant only
};

void encode_answer(const model::AvailabilityReply& reply, const Presentation& presentation,
                   std::string& out);

// RFC 4180 with a header row: a row per block, one row for somebody who is free throughout, and one
// for somebody of whom nothing is known. No cell begins like a formula.
void encode_csv(const model::AvailabilityReply& reply, const Presentation& presentation,
                std::string& out);

// How many of the people are unknown, be it in part.
std::size_t count_unknown(const model::AvailabilityReply& reply);

enum class Format { json, csv, calendar };
// By the Accept header; none where it takes none of the three. Absent means JSON.
std::optional<Format> choose_format(std::string_view accept);

// The HTTP status of a request that failed as a whole.
unsigned http_status(model::ErrorKind kind);
// What a caller who is no home caller is told: kinds that would show the inside are put together.
model::ErrorKind told_to_partners(model::ErrorKind kind);
void encode_error(std::string_view code, std::string_view message, std::string& out);
// The fixed sentence for a kind, and for callers of a home tenant what is known beyond it.
std::string error_message(const model::Error& error, bool words_for_caller);

}  // namespace fb::plain
