// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The registry with a million contacts of two addresses each: their first import, the same import
// again without a change, opening the file, changes of one contact before and after, and a list of
// one page. Each change is on the disk when it is answered, so the disk is measured as well: beside
// the changes stands what SQLite alone takes for one row. Nothing here can fail by being slow.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "config/load.hpp"
#include "gateway/registry/registry.hpp"
#include "gateway/registry/sqlite.hpp"
#include "tests/support/federations.hpp"
#include "tests/support/run_coro.hpp"

namespace fb::registry {
namespace {

using Seconds = std::chrono::duration<double>;
constexpr int kChanges = 200;

double seconds_of(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return Seconds(std::chrono::steady_clock::now() - begin).count();
}

template <class T>
T must(Outcome<T> outcome) {
  if (outcome) return *std::move(outcome);
  std::fprintf(stderr, "registry_bench: %s\n", outcome.error().sentence.c_str());
  std::exit(1);
}

DirectoryImport everybody(std::size_t people) {
  DirectoryImport import{test::contoso(), "corp"};
  import.recipients.reserve(people);
  for (std::size_t i = 0; i < people; ++i) {
    const std::string number = std::to_string(i);
    config::MailContact contact{"Person number " + number,
                                test::address("person." + number + "@partner.example")};
    contact.proxy_addresses = {test::address("person.ext." + number + "@contoso.example")};
    import.recipients.push_back({number, std::move(contact)});
  }
  return import;
}

class Bench {
 public:
  explicit Bench(const std::filesystem::path& folder) : folder_(folder) {
    options_.file = folder / "registry.db";
    options_.backup_folder = folder / "backups";
    std::filesystem::create_directory(folder / "calendars");
    open();
    const Change tenant{
        Verb::add,
        {config::ObjectKind::tenant, test::contoso(), ""},
        "name = \"Contoso\"\nauthority = \"public\"\ntenant_id = \"" +
            std::string(test::kContosoId) +
            "\"\ncloud = \"commercial\"\naccepted_domains = [\"contoso.example\"]\n"
            "default_source = \"rooms\"\n[[source]]\nname = \"rooms\"\nkind = \"ics\"\n"
            "folder = \"calendars\"\n"};
    apply({tenant});
  }

  void run(std::size_t people) {
    bare_rows();
    changes("with an empty directory");
    DirectoryImport import = everybody(people);
    DirectoryImport again = import;
    std::printf("first import of %zu: %.2f s\n", people,
                seconds_of([&] { this->import(std::move(import)); }));
    std::printf("the same again: %.2f s\n", seconds_of([&] { this->import(std::move(again)); }));
    changes("beside them");
    std::printf("a page of %zu: %.1f ms\n", kPageMax,
                1000 * seconds_of([&] { must(test::run_coro(io_, registry_->list({}))); }));
    registry_.reset();
    std::printf("opening the file: %.2f s (%ju MB)\n", seconds_of([&] { open(); }),
                static_cast<std::uintmax_t>(std::filesystem::file_size(options_.file) >> 20U));
  }

 private:
  void open() {
    auto opened = must(open_registry(options_, config::built_in_cloud_catalogue(), snapshots_,
                                     async::real_clock()));
    registry_ = std::move(opened.registry);
  }
  void apply(std::vector<Change> changes) {
    must(test::run_coro(io_, registry_->apply(std::move(changes), {"bench", "bench"}, false)));
  }
  void import(DirectoryImport import) {
    must(test::run_coro(io_, registry_->import(std::move(import), {"bench", "bench"}, false)));
  }

  void changes(const char* where) {
    std::vector<double> taken;
    for (int i = 0; i < kChanges; ++i) {
      const std::string address = "one" + std::to_string(next_++) + "@partner.example";
      const Change add{Verb::add,
                       {config::ObjectKind::mail_contact, test::contoso(), address},
                       "name = \"One\"\nexternal_address = \"" + address + "\"\n"};
      taken.push_back(seconds_of([&] { apply({add}); }));
    }
    report("a change of one contact", where, std::move(taken));
  }

  // The same durability, and nothing else.
  void bare_rows() {
    auto connection = must(Connection::open(folder_ / "bare.db", Connection::Use::write));
    connection->run_script("CREATE TABLE t(a TEXT)");
    std::vector<double> taken;
    for (int i = 0; i < kChanges; ++i) {
      taken.push_back(seconds_of([&] { connection->run("INSERT INTO t VALUES ('x')"); }));
    }
    report("a row in SQLite", "alone", std::move(taken));
  }

  static void report(const char* what, const char* where, std::vector<double> taken) {
    double sum = 0;
    for (const double one : taken) sum += one;
    std::sort(taken.begin(), taken.end());
    std::printf("%s %s: median %.2f ms, %.0f a second\n", what, where,
                1000 * taken[taken.size() / 2], static_cast<double>(taken.size()) / sum);
  }

  std::filesystem::path folder_;
  Options options_{};
  config::SnapshotHolder snapshots_{test::snapshot_of({}, 1)};
  boost::asio::io_context io_{1};
  std::unique_ptr<Registry> registry_{};
  int next_ = 0;
};

}  // namespace
}  // namespace fb::registry

int main(int argc, char** argv) {
  const std::size_t people = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  std::string pattern = (std::filesystem::temp_directory_path() / "registry_bench_XXXXXX").string();
  const std::filesystem::path folder = ::mkdtemp(pattern.data());
  fb::registry::Bench(folder).run(people);
  std::filesystem::remove_all(folder);
  return 0;
}
