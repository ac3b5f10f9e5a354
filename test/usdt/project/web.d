/* A program in C with two objects. */
#include "web_types.h"
#pragma D attributes Evolving/Evolving/Common provider web provider
#pragma D attributes Private/Private/Unknown provider web module
#pragma D attributes Private/Private/Unknown provider web function
#pragma D attributes Evolving/Evolving/Common provider web name
#pragma D attributes Evolving/Evolving/Common provider web args
provider web {
	probe request__start(int id, const char *path);
	probe request__done(int id, Size bytes, bool cached);
	probe idle();
};
