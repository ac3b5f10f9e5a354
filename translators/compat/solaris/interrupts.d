/*
 * The interrupts of sdt, by the names that they have on Solaris: a device's handler begins, and is back.
 * args[0] describes the handler (args[0]->name: the device), args[1] is the interrupt's number; several
 * devices may share one. Not for everyone: a description of sdt that matches nothing must stay an error,
 * and translated providers take any module. The processor's own (timer, other CPUs' calls) are not among them.
 */
#pragma D attributes Evolving/Evolving/ISA provider sdt name
#pragma D attributes Evolving/Evolving/ISA provider sdt args

provider sdt {
	probe interrupt__start(struct irqaction *handler, int number) =
	    rawtp:::irq_handler_entry : args[1], args[0];
	probe interrupt__complete(struct irqaction *handler, int number) =
	    rawtp:::irq_handler_exit : args[1], args[0];
};
