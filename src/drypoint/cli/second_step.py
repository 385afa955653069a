"""``drypoint second-step``: for lost phones and changed keys, by whoever runs the server."""

import argparse

from drypoint.config.start import django_started
from drypoint.terms.errors import InvalidInput


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "second-step",
        help="forget a lost second step, or seal all with the newest key",
        description="Second steps of sign-ins. 'forget' removes a person's app, passkeys and recovery codes, "
        "after you have made sure who asks: at the next sign-in a second step is set up anew. 'seal' seals "
        "every one that is sealed with the newest of the server's seal keys, so that older keys may be taken "
        "away.",
    )
    parser.add_argument("what", choices=["forget", "seal"])
    parser.add_argument("email", nargs="?", help="whose second step to forget")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Do it and say what was done."""
    django_started()
    from drypoint.clinic.accounts import second_steps
    from drypoint.clinic.accounts.actions import sign_ins
    from drypoint.clinic.accounts.models import User

    if arguments.what == "seal":
        count = second_steps.seal_anew()
        print(f"Sealed {count} second steps and sets of recovery codes with the newest key.")
        lost = second_steps.standing().lost
        if lost:
            print(f"{lost} do not open with the keys of this server and stay as they are.")
        return 0
    if not arguments.email:
        raise InvalidInput("say whose: drypoint second-step forget name@clinic.example")
    user = User.objects.filter(email=arguments.email.strip().lower()).first()
    if user is None:
        raise InvalidInput("nobody signs in with this e-mail. Nothing was changed.")
    if not sign_ins.forget_second_step(user):
        print("There was no second step. It is set up at the next sign-in.")
    else:
        print("Forgotten, with passkeys and recovery codes. At the next sign-in a new one is set up.")
    return 0
