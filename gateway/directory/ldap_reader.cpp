// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/directory/ldap_reader.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "gateway/directory/ldap_cursor.hpp"
#include "gateway/directory/ldap_entries.hpp"
#include "gateway/directory/recipient_rules.hpp"
#include "protocols/model/letter_case.hpp"

namespace fb::directory {
namespace asio = boost::asio;
namespace {

using registry::Outcome;
using registry::Refused;
using registry::RefusedKind;

// Before the first entry of a directory that has none.
constexpr std::string_view kLongAgo = "19700101000000Z";

Refused refused(RefusedKind kind, std::string sentence) { return {kind, std::move(sentence), {}}; }

class LdapReading {
 public:
  LdapReading(LdapServer& server, const ReadRequest& request)
      : server_(server), request_(request), source_(*request.source) {}

  Outcome<Reading> run() {
    if (auto begun = begin(); !begun) return begun.error();
    RecipientRules rules(*request_.tenant, source_, full_);
    if (auto read = read_entries(rules); !read) return read.error();
    if (auto found = look_up_members(rules); !found) return found.error();
    Reading reading = rules.finish();
    reading.cursor = next_.str();
    return reading;
  }

 private:
  // Which attribute counts, where the server stands before the search, and so whether the cursor
  // can be used.
  Outcome<void> begin() {
    LdapQuery query;
    query.scope = LdapScope::base;
    query.filter = "(objectClass=*)";
    query.attributes = {"highestCommittedUSN", "dsServiceName"};
    const auto root = server_.search(query, {});
    if (!root) return root.error();
    const LdapEntry nothing;
    const LdapEntry& told = root->entries.empty() ? nothing : root->entries.front();
    const std::string_view newest = told.value("highestcommittedusn");
    next_.attribute = source_.change_attribute;
    if (next_.attribute.empty())
      next_.attribute = newest.empty() ? "modifyTimestamp" : "uSNChanged";
    next_.position = kLongAgo;
    if (next_.attribute == "uSNChanged") {
      if (!is_position(next_.attribute, newest)) {
        return refused(RefusedKind::mistake, source_.url +
                                                 ": the server does not count changes by "
                                                 "uSNChanged; take change_attribute out");
      }
      next_.position = newest;
      next_.server = told.value("dsservicename");
    }
    before_ = LdapCursor::read(request_.cursor);
    const bool usable = before_ && before_->attribute == next_.attribute &&
                        before_->server == next_.server &&
                        before_->since_full < kReadingsBetweenFullOnes;
    full_ = request_.full || !usable;
    if (full_) return {};
    next_.since_full = before_->since_full + 1;
    if (is_later(before_->position, next_.position)) next_.position = before_->position;
    return {};
  }

  Outcome<void> read_entries(RecipientRules& rules) {
    LdapQuery query;
    query.base = source_.base;
    query.filter = source_.filter.empty() ? std::string(kLdapDefaultFilter) : source_.filter;
    if (!full_) query.filter = "(&" + query.filter + before_->changed_since() + ")";
    query.attributes = recipient_attributes(next_.attribute);
    query.page_size = source_.page_size;
    std::string cookie;
    do {
      if (request_.stop.stop_requested()) return refused(RefusedKind::busy, "it was stopped");
      auto page = server_.search(query, cookie);
      if (!page) return page.error();
      if (page->entries.empty() && !page->cookie.empty() && page->cookie == cookie) {
        return refused(RefusedKind::mistake, source_.url + ": its pages never end");
      }
      for (const LdapEntry& entry : page->entries) {
        if (auto taken = take(entry, rules); !taken) return taken.error();
      }
      cookie = std::move(page->cookie);
    } while (!cookie.empty());
    return {};
  }

  Outcome<void> take(const LdapEntry& found, RecipientRules& rules) {
    if (rules.entries() == kEntriesMax) {
      return refused(RefusedKind::mistake, source_.url + ": there are more than " +
                                               std::to_string(kEntriesMax) +
                                               " entries; narrow the filter or the base");
    }
    note_time(found);
    DirectoryEntry entry = entry_of(found);
    if (entry.id.empty()) {
      return refused(RefusedKind::mistake,
                     found.dn +
                         ": it has neither objectGUID nor entryUUID, or bind_dn may not "
                         "read them; without one a recipient cannot be followed");
    }
    if (entry.kind == EntryKind::group) {
      auto members = all_members(found);
      if (!members) return members.error();
      entry.members = *std::move(members);
    }
    rules.take(std::move(entry));
    return {};
  }

  void note_time(const LdapEntry& entry) {
    if (next_.attribute == "uSNChanged") return;
    const std::string_view at = entry.value("modifytimestamp");
    if (is_position(next_.attribute, at) && is_later(at, next_.position)) next_.position = at;
  }

  Outcome<std::vector<std::string>> all_members(const LdapEntry& group) {
    MemberPart part = members_of(group);
    std::vector<std::string> members = std::move(part.members);
    std::size_t begin = 0;
    while (part.next && members.size() <= config::kGroupMembersMax) {
      if (request_.stop.stop_requested()) return refused(RefusedKind::busy, "it was stopped");
      if (*part.next <= begin) {
        return refused(RefusedKind::mistake, group.dn + ": the ranges of its members never end");
      }
      begin = *part.next;
      LdapQuery query;
      query.base = group.dn;
      query.scope = LdapScope::base;
      query.filter = "(objectClass=*)";
      query.attributes.push_back(member_range_attribute(begin));
      const auto page = server_.search(query, {});
      if (!page) return page.error();
      if (page->entries.empty()) {
        return refused(RefusedKind::busy, group.dn + ": it went away while it was read");
      }
      part = members_of(page->entries.front());
      members.insert(members.end(), part.members.begin(), part.members.end());
    }
    return members;
  }

  Outcome<void> look_up_members(RecipientRules& rules) {
    const std::vector<std::string> unknown = rules.unknown_members();
    if (unknown.size() > kMemberLookupsMax) {
      return refused(RefusedKind::mistake,
                     source_.url + ": groups have more than " + std::to_string(kMemberLookupsMax) +
                         " members that base and filter leave out; widen them, or leave those "
                         "groups out");
    }
    for (const std::string& dn : unknown) {
      if (request_.stop.stop_requested()) return refused(RefusedKind::busy, "it was stopped");
      LdapQuery query;
      query.base = dn;
      query.scope = LdapScope::base;
      query.filter = "(objectClass=*)";
      query.attributes = recipient_attributes(next_.attribute);
      const auto page = server_.search(query, {});
      if (!page && page.error().kind == RefusedKind::busy) return page.error();
      // Held by another server, or not a name at all.
      if (!page) {
        rules.cannot_know(dn);
        continue;
      }
      std::optional<model::SmtpAddress> address;
      if (!page->entries.empty()) address = rules.address_of(entry_of(page->entries.front()));
      rules.know(dn, std::move(address));
    }
    return {};
  }

  LdapServer& server_;
  const ReadRequest& request_;
  const config::DirectorySource& source_;
  bool full_ = true;
  std::optional<LdapCursor> before_;
  LdapCursor next_;
};

void connect_and_read(const ReadRequest& request, const LdapLimits& limits,
                      std::optional<Outcome<Reading>>& outcome) {
  auto server = connect_ldap(*request.source, limits);
  if (server) {
    outcome.emplace(read_ldap(**server, request));
  } else {
    outcome.emplace(server.error());
  }
}

}  // namespace

Outcome<Reading> read_ldap(LdapServer& server, const ReadRequest& request) {
  return LdapReading(server, request).run();
}

asio::awaitable<Outcome<Reading>> LdapReader::read(ReadRequest request) {
  auto outcome = std::make_shared<std::optional<Outcome<Reading>>>();
  std::function<void()> work = [request, outcome, limits = limits_] {
    connect_and_read(request, limits, *outcome);
  };
  const model::Status ran = co_await blocking_.run(std::move(work));
  if (!ran) co_return refused(RefusedKind::busy, "too many directories are being read already");
  co_return std::move(**outcome);
}

}  // namespace fb::directory
