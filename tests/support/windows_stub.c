/* In place of python.exe: says as UTF-16 how it was called and what the .bat file set, and ends with the code that the
   made program has in its last place. Windows finds the functions for the fixed addresses; see windows_stub.py. */
typedef unsigned short letter;
typedef unsigned int number;
#define WINDOWS __attribute__((ms_abi))
typedef void *WINDOWS get_std_handle(number);
typedef const letter *WINDOWS get_command_line(void);
typedef number WINDOWS get_environment_variable(const letter *, letter *, number);
typedef int WINDOWS write_file(void *, const void *, number, number *, void *);
typedef void WINDOWS exit_process(number);
#define AT(place, type) (**(type **)(0x401000 + 8 * (place)))
#define GET_STD_HANDLE AT(0, get_std_handle)
#define GET_COMMAND_LINE AT(1, get_command_line)
#define GET_ENVIRONMENT_VARIABLE AT(2, get_environment_variable)
#define WRITE_FILE AT(3, write_file)
#define EXIT_PROCESS AT(4, exit_process)
#define ROOM ((letter *)0x410000)

static void say(void *out, const letter *text) {
    number length = 0, written;
    while (text[length]) length++;
    WRITE_FILE(out, text, 2 * length, &written, (void *)0);
    WRITE_FILE(out, u"\n", 2, &written, (void *)0);
}

__attribute__((section(".text.start"))) WINDOWS void start(void) {
    static const letter *const names[] = {u"HUIFANG_HERE", u"HUIFANG_DOOR", u"HUIFANG_GIVEN", u"HUIFANG_DROPPED"};
    void *out = GET_STD_HANDLE((number)-11);
    say(out, GET_COMMAND_LINE());
    for (int which = 0; which < 4; which++) {
        ROOM[0] = 0;
        GET_ENVIRONMENT_VARIABLE(names[which], ROOM, 32767);
        say(out, ROOM);
    }
    EXIT_PROCESS(*(volatile number *)0x401200);
}
