// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/admin/admin_error.hpp"

#include <array>
#include <boost/json/array.hpp>
#include <stdexcept>
#include <utility>

namespace fb::admin {
namespace {

namespace json = boost::json;

constexpr std::array kCodes{
    CodeFacts{Code::unauthenticated, "unauthenticated", 401},
    CodeFacts{Code::not_allowed, "not-allowed", 403},
    CodeFacts{Code::not_found, "not-found", 404},
    CodeFacts{Code::method_not_allowed, "method-not-allowed", 405},
    CodeFacts{Code::exists, "exists", 409},
    CodeFacts{Code::conflict, "conflict", 412},
    CodeFacts{Code::braked, "braked", 409},
    CodeFacts{Code::mistake, "mistake", 422},
    CodeFacts{Code::malformed, "malformed", 400},
    CodeFacts{Code::too_large, "too-large", 413},
    CodeFacts{Code::busy, "busy", 503},
    CodeFacts{Code::storage, "storage", 503},
    CodeFacts{Code::internal, "internal", 500},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kCodes.size(); ++i) {
    if (kCodes[i].code != static_cast<Code>(i)) return false;
  }
  return true;
}
static_assert(in_order());

Code code_of(registry::RefusedKind kind) {
  switch (kind) {
    case registry::RefusedKind::mistake:
      return Code::mistake;
    case registry::RefusedKind::conflict:
      return Code::conflict;
    case registry::RefusedKind::not_found:
      return Code::not_found;
    case registry::RefusedKind::exists:
      return Code::exists;
    case registry::RefusedKind::braked:
      return Code::braked;
    case registry::RefusedKind::busy:
      return Code::busy;
    case registry::RefusedKind::storage:
      return Code::storage;
  }
  return Code::internal;
}

}  // namespace

const CodeFacts& facts(Code code) { return kCodes[static_cast<std::size_t>(code)]; }

AdminError refusal(Code code, std::string message) { return {code, std::move(message), {}, 0}; }

AdminError refusal(registry::Refused refused) {
  const bool busy = refused.kind == registry::RefusedKind::busy;
  return {code_of(refused.kind), std::move(refused.sentence), std::move(refused.problems),
          busy ? kBusyRetryAfterS : 0};
}

json::object json_of(const AdminError& error) {
  json::array problems;
  for (const config::Problem& problem : error.problems) {
    problems.push_back(json::object{{"file", problem.file},
                                    {"line", problem.line},
                                    {"column", problem.column},
                                    {"sentence", problem.sentence}});
  }
  json::object inner{{"code", facts(error.code).name},
                     {"message", error.message},
                     {"problems", std::move(problems)}};
  return json::object{{"error", std::move(inner)}};
}

void throw_exception_from_error(const AdminError& error, const boost::source_location&) {
  throw std::logic_error("the value of a refusal was taken: " + error.message);
}

}  // namespace fb::admin
