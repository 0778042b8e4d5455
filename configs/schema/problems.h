// Everything that is wrong with one config, gathered so that a person can mend it in one go.
#pragma once

#include <string>
#include <vector>

#include "configs/schema/experiment.h"
#include "configs/support/error.h"

namespace bitstill::configs {

class Problems {
 public:
  void add(const Place& place, const std::string& sentence);
  // One that has been put into words with its place already.
  void add(const Error& error);
  // Throws one Error with a line per problem, in the file's order and overrides last, if there is any.
  void throw_if_any();
  size_t size() const { return problems_.size(); }

 private:
  struct Problem {
    Place place;
    std::string text;
  };
  std::vector<Problem> problems_;
};

}  // namespace bitstill::configs
