from django.shortcuts import redirect


def to_the_one_door(request):
    return redirect("/logga-in/")


class SecondFactorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)
