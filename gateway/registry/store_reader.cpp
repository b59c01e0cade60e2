// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <algorithm>
#include <limits>
#include <utility>

#include "gateway/registry/history_table.hpp"
#include "gateway/registry/import_run.hpp"
#include "gateway/registry/recipient_table.hpp"
#include "gateway/registry/schema.hpp"
#include "gateway/registry/store.hpp"
#include "gateway/registry/stored_values.hpp"

namespace fb::registry {
namespace {

using config::ObjectKind;

constexpr std::size_t kBackupNameBytesMax = 100;
constexpr int kKindMax = std::numeric_limits<int>::max();
constexpr ObjectKind kRecipientKinds[] = {ObjectKind::mailbox, ObjectKind::mail_contact,
                                          ObjectKind::mail_user, ObjectKind::guest,
                                          ObjectKind::group};

// "70 public/9d34... li@contoso.example": what comes after it in the order of listings.
struct Place {
  int kind = 0;
  std::string tenant{};
  std::string identity{};

  std::string str() const { return std::to_string(kind) + " " + tenant + " " + identity; }

  static std::optional<Place> parse(std::string_view text) {
    Place place;
    if (text.empty()) return place;
    const std::size_t first = text.find(' ');
    const std::size_t second = first == std::string_view::npos ? first : text.find(' ', first + 1);
    if (first == 0 || first > 3 || second == std::string_view::npos) return std::nullopt;
    for (const char digit : text.substr(0, first)) {
      if (digit < '0' || digit > '9') return std::nullopt;
      place.kind = place.kind * 10 + (digit - '0');
    }
    place.tenant = text.substr(first + 1, second - first - 1);
    place.identity = text.substr(second + 1);
    return place;
  }
};

Place place_of(const config::ObjectId& id) {
  return {stored(id.kind), stored(id.tenant), id.identity};
}

// One page, filled from the tables in the order of kinds, tenants and identities.
class PageFiller {
 public:
  PageFiller(Connection& connection, const ListQuery& query, Place after)
      : connection_(connection),
        query_(query),
        after_(std::move(after)),
        limit_(std::clamp<std::size_t>(query.limit, 1, kPageMax)) {}

  ObjectPage fill() {
    page_.revision = revision_of(connection_);
    add_objects();
    const auto known = homes(connection_);
    for (const ObjectKind kind : kRecipientKinds) {
      for (const auto& [tenant, home] : known) {
        if (!full()) add_recipients(kind, tenant, home);
      }
    }
    if (full()) {
      page_.objects.pop_back();
      page_.next = place_of(page_.objects.back().object.id).str();
    }
    return std::move(page_);
  }

 private:
  // One more than fits tells that there is another page.
  bool full() const { return page_.objects.size() > limit_; }
  std::size_t left() const { return limit_ + 1 - page_.objects.size(); }

  void add_objects() {
    ObjectRange range;
    range.kind_from = query_.kind ? stored(*query_.kind) : 0;
    range.kind_to = query_.kind ? range.kind_from : kKindMax;
    if (query_.tenant) range.tenant = stored(*query_.tenant);
    range.identity = query_.identity;
    range.after_kind = after_.kind;
    range.after_tenant = after_.tenant;
    range.after_identity = after_.identity;
    for (ObjectRow& row : objects_in(connection_, range, left())) {
      row.object.body = config::redacted(row.object.body);
      page_.objects.push_back({std::move(row.object), row.revision, ""});
    }
  }

  void add(const model::TenantKey& tenant, const RecipientRow& row) {
    config::Object object = config::object_of(tenant, row.recipient);
    page_.objects.push_back({std::move(object), row.revision, row.origin});
  }

  void add_recipients(ObjectKind kind, const model::TenantKey& tenant, std::int64_t home) {
    if (query_.kind && *query_.kind != kind) return;
    if (query_.tenant && *query_.tenant != tenant) return;
    const std::string key = stored(tenant);
    const int number = stored(kind);
    if (std::pair(number, key) < std::pair(after_.kind, after_.tenant)) return;
    const bool in_the_middle = number == after_.kind && key == after_.tenant;
    const std::string after = in_the_middle ? after_.identity : std::string();
    if (!query_.identity.empty()) {
      if (query_.identity <= after) return;
      const auto row = find_recipient(connection_, {kind, tenant, query_.identity});
      if (row) add(tenant, *row);
      return;
    }
    for (const RecipientRow& row : recipients_in(connection_, home, kind, after, left())) {
      add(tenant, row);
    }
  }

  Connection& connection_;
  const ListQuery& query_;
  Place after_;
  std::size_t limit_;
  ObjectPage page_{0, {}, ""};
};

bool is_plain_name(std::string_view name) {
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  });
  return plain && !name.empty() && name.size() <= kBackupNameBytesMax && name.front() != '.';
}

}  // namespace

Outcome<ObjectPage> StoreReader::list(const ListQuery& query) {
  auto after = Place::parse(query.after);
  if (!after) {
    return Refused{RefusedKind::mistake,
                   "no page of a listing ends at \"after\": take `next` as "
                   "it was given"};
  }
  Transaction transaction(*connection_, Transaction::Kind::read);
  ObjectPage page = PageFiller(*connection_, query, *std::move(after)).fill();
  if (auto failure = connection_->take_failure()) return *std::move(failure);
  return page;
}

Outcome<HistoryPage> StoreReader::history(const HistoryQuery& query) {
  HistoryPage page = history_page(*connection_, query);
  if (auto failure = connection_->take_failure()) return *std::move(failure);
  return page;
}

Outcome<std::vector<config::Object>> StoreReader::objects(
    const std::vector<model::TenantKey>& scope, bool partners, bool imported) {
  const auto in_scope = [&](const model::TenantKey& tenant) {
    return std::find(scope.begin(), scope.end(), tenant) != scope.end();
  };
  std::vector<config::Object> found;
  Transaction transaction(*connection_, Transaction::Kind::read);
  for_objects_since(*connection_, 0, [&](ObjectRow row) {
    const bool partner = row.object.id.kind == ObjectKind::partner;
    if (partner ? partners : in_scope(row.object.id.tenant)) {
      found.push_back(std::move(row.object));
    }
  });
  const std::size_t recipients_from = found.size();
  for (const model::TenantKey& tenant : scope) {
    for_recipients_of(*connection_, tenant, [&](const RecipientRow& row) {
      if (imported || row.origin.empty()) found.push_back(config::object_of(tenant, row.recipient));
    });
  }
  std::sort(found.begin() + static_cast<std::ptrdiff_t>(recipients_from), found.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  if (auto failure = connection_->take_failure()) return *std::move(failure);
  return found;
}

Outcome<ImportState> StoreReader::import_state(const model::TenantKey& tenant,
                                               const std::string& origin) {
  ImportState state = read_import_state(*connection_, tenant, origin);
  if (auto failure = connection_->take_failure()) return *std::move(failure);
  return state;
}

Outcome<std::filesystem::path> StoreReader::backup(const std::string& name) {
  if (!is_plain_name(name)) {
    return Refused{RefusedKind::mistake,
                   "the name of a backup is made of letters, digits, '.', '_' and '-', does not "
                   "begin with a dot, and has at most " +
                       std::to_string(kBackupNameBytesMax) + " of them"};
  }
  std::error_code error;
  std::filesystem::create_directories(backup_folder_, error);
  if (error) {
    return Refused{RefusedKind::storage, "the folder of backups " + backup_folder_.string() +
                                             " cannot be made: " + error.message()};
  }
  std::filesystem::path copy = backup_folder_ / name;
  // With a connection of its own: one that only reads cannot write a copy either.
  auto copying = Connection::open(connection_->file(), Connection::Use::write);
  if (!copying) return copying.error();
  if (auto refused = copy_to(**copying, copy)) return *std::move(refused);
  return copy;
}

}  // namespace fb::registry
