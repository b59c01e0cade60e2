// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What reading and writing a message costs, beside the bare parse of the same bytes by the library
// underneath and beside a copy of them. All are measured in one run, so the ratios hold where the
// times do not. Nothing here can fail by being slow.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <pugixml.hpp>

#include "protocols/autodiscover/autodiscover.hpp"
#include "protocols/ews/ews.hpp"
#include "protocols/graph/graph.hpp"
#include "protocols/ics/ics.hpp"
#include "tests/support/counted_malloc.hpp"
#include "tests/support/random_calendars.hpp"

namespace fb {
namespace {

using Work = std::function<void()>;

struct Step {
  std::string message;
  std::string what;  // copy, bare parse, decode, encode
  std::size_t bytes;
  Work work;
};

struct Cost {
  double ns = 0;
  std::size_t bytes = 0;
  std::size_t allocations = 0;
};
using Costs = std::map<std::pair<std::string, std::string>, Cost>;

const model::TimeWindow kWeek = [] {
  const model::UtcTime begin = std::chrono::sys_days{std::chrono::year(2031) / 5 / 5};
  return model::TimeWindow::make(begin, begin + std::chrono::days(7)).value();
}();

// A working week: six entries a day, half of them with details.
model::Availability busy_week(model::DetailLevel level) {
  model::Availability week{kWeek, {}, {}, {}, level};
  for (int i = 0; i < 30; ++i) {
    const auto begin = kWeek.begin() + std::chrono::days(i / 6) + std::chrono::hours(8 + i % 6);
    model::BusyBlock block{
        begin, begin + std::chrono::minutes(45), static_cast<model::FreeBusyStatus>(i % 4), {}};
    if (level == model::DetailLevel::limited_details)
      block.details = model::BlockDetails{
          "00000C0FFEE", "Keel review & planning", "Dock 4", true, false, false, true, false};
    week.blocks.push_back(std::move(block));
  }
  week.working_hours = model::WorkingHours{test::RandomCalendars(7).zone(), {{62, 480, 1020}}};
  return week;
}

std::vector<model::SmtpAddress> people() {
  std::vector<model::SmtpAddress> people;
  for (int i = 0; i < 10; ++i)
    people.push_back(
        model::SmtpAddress::parse("person" + std::to_string(i) + "@north.example").value());
  return people;
}

model::AvailabilityReply reply_for(model::DetailLevel level) {
  model::AvailabilityReply reply{kWeek, model::SlotLength::half_hour(), {}};
  for (const model::SmtpAddress& person : people())
    reply.mailboxes.push_back({person.str(), busy_week(level), {}});
  return reply;
}

template <class Encode>
std::string written(const Encode& encode) {
  std::string out;
  encode(out);
  return out;
}

class Plan {
 public:
  void xml(const std::string& name, const std::string& bytes, Work decode) {
    copy(name, bytes);
    steps_.push_back({name, "bare parse", bytes.size(), [bytes] {
                        pugi::xml_document document;
                        benchmark::DoNotOptimize(
                            document.load_buffer(bytes.data(), bytes.size()).status);
                      }});
    steps_.push_back({name, "decode", bytes.size(), std::move(decode)});
  }
  void json(const std::string& name, const std::string& bytes, Work decode) {
    copy(name, bytes);
    steps_.push_back({name, "bare parse", bytes.size(),
                      [bytes] { benchmark::DoNotOptimize(boost::json::parse(bytes)); }});
    steps_.push_back({name, "decode", bytes.size(), std::move(decode)});
  }
  void text(const std::string& name, const std::string& bytes, Work decode) {
    copy(name, bytes);
    steps_.push_back({name, "decode", bytes.size(), std::move(decode)});
  }
  template <class Encode>
  void encode(const std::string& name, Encode encode) {
    const std::size_t bytes = written(encode).size();
    steps_.push_back(
        {name, "encode", bytes, [encode] { benchmark::DoNotOptimize(written(encode)); }});
  }
  const std::vector<Step>& steps() const { return steps_; }

 private:
  void copy(const std::string& name, const std::string& bytes) {
    auto target = std::make_shared<std::string>(bytes.size(), '\0');
    steps_.push_back({name, "copy", bytes.size(), [bytes, target] {
                        std::memcpy(target->data(), bytes.data(), bytes.size());
                        benchmark::DoNotOptimize(target->data());
                        benchmark::ClobberMemory();
                      }});
  }

  std::vector<Step> steps_;
};

void add_ews(Plan& plan) {
  const ews::UpstreamQuestion question{people(), kWeek, model::SlotLength::half_hour(),
                                       ews::View::detailed_merged};
  const auto ask = [question](std::string& out) { ews::encode_question(question, out); };
  const std::string asked = written(ask);
  plan.xml("EWS request", asked, [asked] { benchmark::DoNotOptimize(ews::decode_call(asked)); });
  plan.encode("EWS request", ask);
  const auto answer = [reply = reply_for(model::DetailLevel::limited_details)](std::string& out) {
    ews::Presentation presentation;
    presentation.view = ews::View::detailed_merged;
    ews::encode_availability(reply, presentation, {}, true, out);
  };
  const std::string answered = written(answer);
  plan.xml("EWS answer", answered, [answered, question] {
    benchmark::DoNotOptimize(ews::decode_answer(answered, question));
  });
  plan.encode("EWS answer", answer);
}

void add_graph(Plan& plan) {
  const graph::UpstreamQuestion question{people(), kWeek, model::SlotLength::half_hour()};
  const auto ask = [question](std::string& out) { graph::encode_question(question, out); };
  const std::string asked = written(ask);
  plan.json("Graph question", asked,
            [asked] { benchmark::DoNotOptimize(graph::decode_call(asked, "")); });
  plan.encode("Graph question", ask);
  const auto answer = [reply = reply_for(model::DetailLevel::limited_details)](std::string& out) {
    graph::encode_availability(reply, wire::Zone::utc(), out);
  };
  const std::string answered = written(answer);
  plan.json("Graph answer", answered, [answered, question] {
    benchmark::DoNotOptimize(graph::decode_answer(answered, question));
  });
  plan.encode("Graph answer", answer);
}

// A golden message without the note in its first line.
std::string golden(const std::string& name) {
  std::ifstream in(FB_SOURCE_DIR "/tests/golden/" + name, std::ios::binary);
  std::string note;
  std::getline(in, note);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void add_others(Plan& plan) {
  const auto ask = [](std::string& out) {
    autodiscover::encode_user_settings_question(people().front(),
                                                "https://mail.north.example/autodiscover.svc", out);
  };
  plan.encode("Autodiscover question", ask);
  const std::string found = golden("autodiscover/answers/soap_exchange.xml");
  plan.xml("Autodiscover answer", found,
           [found] { benchmark::DoNotOptimize(autodiscover::decode_user_settings_answer(found)); });
  std::string calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n";
  for (int i = 10; i < 60; ++i)
    calendar += "BEGIN:VEVENT\r\nUID:" + std::to_string(i) +
                "\r\nDTSTART;TZID=Europe/Berlin:20310505T08" + std::to_string(i) +
                "00\r\nDURATION:PT45M\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,WE\r\n"
                "SUMMARY:Keel review\r\nEND:VEVENT\r\n";
  calendar += "END:VCALENDAR\r\n";
  plan.text("iCalendar, 50 series", calendar, [calendar] {
    const auto read = ics::Calendar::parse(calendar, wire::Zone::utc());
    benchmark::DoNotOptimize(read->blocks(kWeek));
  });
}

// Keeps the times for the table at the end.
class Collector : public benchmark::ConsoleReporter {
 public:
  // The library's own default is colour, also into a file.
  explicit Collector(Costs& costs)
      : ConsoleReporter(isatty(STDOUT_FILENO) != 0 ? OO_Defaults : OO_Tabular), costs_(costs) {}
  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs) {
      const std::string name = run.run_name.function_name;
      const std::size_t slash = name.find('/');
      costs_[{name.substr(0, slash), name.substr(slash + 1)}].ns = run.GetAdjustedCPUTime();
    }
  }

 private:
  Costs& costs_;
};

void print_ratios(const Plan& plan, const Costs& costs) {
  std::printf("\n%-24s %-11s %8s %9s %12s %12s %12s\n", "message", "", "bytes", "MB/s",
              "allocations", "of bare parse", "of a copy");
  for (const Step& step : plan.steps()) {
    const Cost& cost = costs.at({step.message, step.what});
    if (cost.ns == 0) continue;  // a filter left it out
    const auto ratio = [&](const char* what) {
      const auto beside = costs.find({step.message, what});
      if (beside == costs.end() || beside->second.ns == 0) return std::string("-");
      char text[32];
      std::snprintf(text, sizeof text, "%.2f", cost.ns / beside->second.ns);
      return std::string(text);
    };
    std::printf("%-24s %-11s %8zu %9.1f %12zu %12s %12s\n", step.message.c_str(), step.what.c_str(),
                step.bytes, static_cast<double>(step.bytes) * 1e3 / cost.ns, cost.allocations,
                ratio("bare parse").c_str(), ratio("copy").c_str());
  }
}

}  // namespace
}  // namespace fb

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  fb::Plan plan;
  fb::add_ews(plan);
  fb::add_graph(plan);
  fb::add_others(plan);
  fb::Costs costs;
  for (const fb::Step& step : plan.steps()) {
    step.work();
    costs[{step.message, step.what}] = {0, step.bytes, fb::test::malloc_count_of(step.work).calls};
    benchmark::RegisterBenchmark(
        (step.message + "/" + step.what).c_str(), [&step](benchmark::State& state) {
          for (auto _ : state) step.work();
          state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * step.bytes));
        });
  }
  fb::Collector collector(costs);
  benchmark::RunSpecifiedBenchmarks(&collector);
  fb::print_ratios(plan, costs);
  return 0;
}
