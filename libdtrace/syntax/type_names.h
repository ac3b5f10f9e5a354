// Stage: syntax. Which names are types, for the places where the grammar cannot tell:
//     typedef int foo; BEGIN { trace((foo) - 1); }     a cast of -1
//     BEGIN { foo = 3; trace((foo) - 1); }             a difference
// Names declared in this text come first, then the caller's oracle, asked once a name.
#pragma once
#include "syntax/parse.h"
#include "syntax/token.h"

#include <map>
#include <string>

namespace dtrace {

class TypeNames {
public:
  explicit TypeNames(const ParseOptions &options) : options_(options) {}

  void declare(std::string_view name);
  bool is_type(std::string_view object, std::string_view name);

private:
  const ParseOptions &options_;
  std::map<std::string, bool, std::less<>> known_; // `` object`name `` -> whether it is a type
};

// Whether `rest` begins with what is declared, so that the name before it is a type: `self foo_t x;`
bool declares_behind(std::string_view rest);

// Whether `rest` begins with what a name can have behind it only when it is a type: `unsigned string s`
// declares s, `long string;` string. Words in front of declarations' ends (__attribute__) are no names.
bool has_name_behind(std::string_view rest);

// Whether the text behind a name (`rest`) leaves it open that the name is a type. `before` is the
// token in front of it, `operand` tells that sizeof stands before that.
bool may_be_type(int before, bool operand, std::string_view rest);

} // namespace dtrace
